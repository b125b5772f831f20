import type { TSchema } from 'typebox'
import { basicMessageSchemas } from '../basic-message.ts'
import { clientMessageSchemas } from '../client-message.ts'
import { serverMessageSchemas } from '../server-message.ts'
import { type Conversation, conversations } from './conversations.ts'
import { clientSummaries, serverSummaries } from './message-summaries.ts'

type Reference = { readonly $ref: string }
type Named<T> = Readonly<Record<string, T>>

/** An AsyncAPI 3.0 document, as far as it is used here: https://www.asyncapi.com/docs/reference/specification/v3.0.0 */
export type AsyncApiDocument = {
  readonly asyncapi: '3.0.0'
  readonly info: object
  readonly defaultContentType: string
  readonly servers: Named<object>
  readonly channels: Named<Channel>
  readonly operations: Named<{
    /** From the server's side: it sends or receives the messages. */
    readonly action: 'send' | 'receive'
    readonly channel: Reference
    readonly messages: readonly Reference[]
  }>
  readonly components: { readonly messages: Named<Message> }
}

type Channel = {
  /** Null: the whole connection is the channel. */
  readonly address: string | null
  readonly servers: readonly Reference[]
  readonly description?: string
  readonly parameters?: Named<{ readonly description: string }>
  readonly messages: Named<Reference>
}

type Message = { readonly name: string; readonly summary: string; readonly payload: TSchema }

/** The JSON race and lobby as the gateway and tcp-edge of this version serve it. */
export const asyncApiDocument = (version: string): AsyncApiDocument => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Ketik',
    version,
    description: `The race and the lobby over JSON messages. A v1 client logs in with \`"v":1\`; it sends its keys and can reconnect during a race. A basic client only reports its progress. Clients ignore fields and messages that they do not know.`,
    license: { name: 'MIT' },
  },
  defaultContentType: 'application/json',
  servers: {
    gateway: serverOf('ws', 8080, 'One JSON message per text frame. `wss` behind a load balancer with TLS.'),
    tcpEdge: serverOf('tcp', 50_000, 'One JSON message per line.'),
  },
  channels: {
    socket: {
      address: '/ws',
      servers: [server('gateway')],
      description: CLOSE_CODES,
      ...messagesOf('socket'),
    },
    stream: {
      address: '/stream/{username}',
      servers: [server('gateway')],
      description: `To connect is to log in. ${CLOSE_CODES}`,
      parameters: { username: { description: 'The name of the player, percent-encoded.' } },
      ...messagesOf('stream'),
    },
    lines: { address: null, servers: [server('tcpEdge')], ...messagesOf('lines') },
  },
  operations: Object.fromEntries(
    Object.entries(conversations).flatMap(([channel, list]) =>
      list.flatMap(conversation => operationsOf(channel, conversation)),
    ),
  ),
  components: {
    messages: {
      ...messagesFrom('client', clientMessageSchemas, clientSummaries),
      ...messagesFrom('v1', serverMessageSchemas, serverSummaries),
      ...messagesFrom('basic', basicMessageSchemas, serverSummaries),
    },
  },
})

const CLOSE_CODES =
  'A client does not reconnect by itself after the close codes 4000 to 4499. After 4500 to 4999, 1012 and codes of the network it does.'

const serverOf = (protocol: 'ws' | 'tcp', port: number, description: string) => ({
  host: '{host}:{port}',
  protocol,
  description,
  variables: { host: { default: 'localhost' }, port: { default: `${port}` } },
})

const server = (name: string): Reference => ({ $ref: `#/servers/${name}` })

const messagesFrom = (sender: string, schemas: Named<TSchema>, summaries: Named<string>): Named<Message> =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, payload]) => [
      `${sender}.${name}`,
      { name, summary: summaries[name] ?? '', payload },
    ]),
  )

const keysOf = ({ audience, fromClient, fromServer }: Conversation) => ({
  receive: fromClient.map(name => `client.${name}`),
  send: fromServer.map(name => `${audience}.${name}`),
})

const messagesOf = (channel: keyof typeof conversations): { readonly messages: Named<Reference> } => {
  const keys = conversations[channel].map(keysOf).flatMap(({ receive, send }) => [...receive, ...send])
  return {
    messages: Object.fromEntries(keys.map(key => [key, { $ref: `#/components/messages/${key}` }])),
  }
}

const operationsOf = (channel: string, conversation: Conversation) => {
  const keys = keysOf(conversation)
  return (['receive', 'send'] as const).map(action => {
    const messages = keys[action].map(key => ({ $ref: `#/channels/${channel}/messages/${key}` }))
    const operation = { action, channel: { $ref: `#/channels/${channel}` }, messages }
    return [`${channel}.${conversation.audience}.${action}`, operation] as const
  })
}
