import { type ChatDoor, type ChatSession, isAboutName } from '@ketik/edge'
import { decodeUtf8, isRefusal, REFUSALS, type Refusal, refuse } from '@ketik/protocol'
import type { NickFrame } from './nick-frame.ts'
import { ASK_AGAIN_MS, type NickLine } from './nick-line.ts'
import { type MessageEnd, nickIn, ownTexts } from './nick-message.ts'

/** Nicknames that one connection may propose. */
const NICKS_MAX = 10
/** Time to answer the question: the client asks its user first. */
const NICK_WITHIN_MS = 5 * 60_000
/** Messages that are kept until the nickname is accepted; one more is refused. */
const EARLY_MAX = 20
/** Before the question is repeated where the same answer may be accepted a little later. */
const RETRY_MS = 2_000

/** What one client sends: first nicknames until one is accepted, then messages under that name. */
export class NickConversation {
  /** The nickname as the client writes it in front of its messages. */
  #proposed: string | undefined
  #refused: string | undefined
  #early: readonly string[] = []
  #nicks = 0
  #late: NodeJS.Timeout | undefined

  constructor(
    private readonly session: ChatSession<NickFrame>,
    private readonly line: NickLine,
    private readonly door: ChatDoor<NickFrame>,
  ) {}

  begin(): void {
    this.#late = setTimeout(() => this.session.close('login_late'), NICK_WITHIN_MS)
    this.line.ask()
  }

  onMessage(bytes: Buffer, end: MessageEnd): void {
    if (!this.session.admit(bytes.length)) return
    const text = decodeUtf8(bytes)
    if (isRefusal(text) && this.session.isInside) {
      this.session.refuseInput(text)
      return
    }
    void this.session.inOrder(async () => {
      if (!this.session.isInside) return await this.#answer(isRefusal(text) ? lossy(bytes) : text, end)
      if (isRefusal(text)) return text
      await this.#say(ownTexts(text, end, [this.#proposed, this.session.username]) ?? [text])
      return undefined
    })
  }

  onClose(): void {
    clearTimeout(this.#late)
    this.line.forget()
  }

  /** Each text of a read is charged, sent or refused like a read of its own. The first was charged with the read. */
  async #say(texts: readonly string[]): Promise<void> {
    for (const [i, text] of texts.entries()) {
      if (i === 0 || this.session.admit(Buffer.byteLength(text)))
        await this.session.attempt(() => this.#sayOne(text))
    }
  }

  async #sayOne(text: string): Promise<Refusal | undefined> {
    // An empty line is the Enter key, and no mistake.
    return text.trim() === '' ? undefined : await this.session.say(text)
  }

  /** A nickname; or a message of a client that does not know yet that its nickname was refused: it is sent later. */
  async #answer(text: string, end: MessageEnd): Promise<Refusal | undefined> {
    const early = this.#refused === undefined ? undefined : ownTexts(text, end, [this.#refused])
    if (early !== undefined) {
      this.#keep(early)
      return undefined
    }
    const { nick, behind } = nickIn(text)
    const refusal = await this.#propose(nick)
    if (behind !== '') this.#keep(ownTexts(behind, end, [nick]) ?? [])
    if (refusal !== undefined) return refusal
    const texts = this.#early
    this.#early = []
    await this.#say(texts)
    return undefined
  }

  #keep(texts: readonly string[]): void {
    const kept = texts.slice(0, EARLY_MAX - this.#early.length)
    this.#early = [...this.#early, ...kept]
    for (const _ of texts.slice(kept.length)) this.session.refuseInput(refuse('rate_limited'))
  }

  /** These clients answer each question with one stored name: refused once, it is accepted as far as it can be. */
  async #propose(nick: string): Promise<Refusal | undefined> {
    const isAgain = nick.trim() === this.#refused
    const refusal = isAgain ? await this.session.enterAnyway(nick) : await this.session.enter(nick)
    if (refusal === undefined) {
      clearTimeout(this.#late)
      this.#proposed = nick
      this.door.greet(this.session)
      return undefined
    }
    if (isAboutName(refusal)) this.#refused = nick.trim()
    this.#askAgain(REFUSALS[refusal.refused].retryable ? RETRY_MS : ASK_AGAIN_MS)
    return refusal
  }

  #askAgain(afterMs: number): void {
    this.#nicks += 1
    if (this.#nicks >= NICKS_MAX) {
      this.session.close('login_late')
      return
    }
    this.line.askAgain(afterMs)
    this.#late?.refresh()
  }
}

/** What can be read of bytes that are not UTF-8; the control character makes it a name that is refused at first. */
const lossy = (bytes: Buffer): string => `\u0000${bytes.toString('utf8').replaceAll('\ufffd', '')}`
