import { type ChatDoor, type ChatSession, isAboutName, refusalInIndonesian } from '@ketik/edge'
import { foldUsername, type Refusal, refuse } from '@ketik/protocol'
import type { SocketIoFrame } from './socket-io-frame.ts'
import type { Client, SocketIoLine } from './socket-io-line.ts'
import { type Acknowledge, nameBesideText, nameIn, readEvent, textIn, tokenIn } from './socket-io-payload.ts'
import { REFUSED_EVENT } from './socket-io-refused.ts'

const KNOWN_EVENTS: ReadonlySet<string> = new Set(['join', 'message', REFUSED_EVENT])

type Session = ChatSession<SocketIoFrame>

/** What one client of the namespace may emit. */
export const converse = (
  client: Client,
  session: Session,
  line: SocketIoLine,
  door: ChatDoor<SocketIoFrame>,
): void => {
  const names = new Naming(session)
  line.client = client
  door.greet(session)
  client.on('join', (...data) => {
    const { payload, acknowledge } = readEvent(data)
    const work = () => names.join(nameIn(payload), tokenIn(payload))
    void session.inOrder(work).then(refusal => answer(acknowledge, refusal))
  })
  client.on('message', (...data) => {
    const { payload, acknowledge } = readEvent(data)
    const text = textIn(payload)
    if (text === undefined) {
      refuseInput(session, acknowledge, refuse(payload === '' ? 'chat_empty' : 'bad_field'))
      return
    }
    const work = async () =>
      (await names.imply(nameBesideText(payload), tokenIn(payload))) ?? (await session.say(text))
    void session.inOrder(work).then(refusal => answer(acknowledge, refusal))
  })
  client.on(REFUSED_EVENT, (...data) => answer(readEvent(data).acknowledge, refuse('rate_limited')))
  client.onAny((event: string, ...data: unknown[]) => {
    if (!KNOWN_EVENTS.has(event)) answer(readEvent(data).acknowledge, refuse('unknown_type'))
  })
  client.on('disconnect', () => session.onClose())
}

/** Which name a client has: the one that it joined with, or one that its first message implied. */
class Naming {
  /** The name that its last `join` asked for in vain. */
  #wanted: string | undefined
  #isImplied = false

  constructor(private readonly session: Session) {}

  /** Without a name the server makes one. A page may join again: with a name where it had none before. */
  async join(name: string | undefined, token: string | undefined): Promise<Refusal | undefined> {
    const { username } = this.session
    if (username !== undefined) {
      if (name === undefined || foldUsername(name.trim()) === foldUsername(username)) return undefined
      if (!this.#isImplied) return refuse('already_logged_in')
      await this.session.leave()
    }
    const refusal =
      name === undefined ? await this.session.enterAnyway('') : await this.session.enter(name, { token })
    this.#wanted = refusal !== undefined && isAboutName(refusal) ? name : undefined
    this.#isImplied = name === undefined
    return refusal
  }

  /** A message before a `join` implies one. */
  async imply(name: string | undefined, token: string | undefined): Promise<Refusal | undefined> {
    if (this.session.isInside) return undefined
    this.#isImplied = true
    return await this.session.enterAnyway(name ?? this.#wanted ?? '', token)
  }
}

const refuseInput = (session: Session, acknowledge: Acknowledge, refusal: Refusal): void => {
  session.refuseInput(refusal)
  answer(acknowledge, refusal)
}

const answer = (acknowledge: Acknowledge, refusal: Refusal | undefined): void =>
  acknowledge(
    refusal === undefined
      ? { ok: true }
      : { ok: false, code: refusal.refused, message: refusalInIndonesian(refusal) },
  )
