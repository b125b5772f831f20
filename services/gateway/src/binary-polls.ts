/** What is used here of Engine.IO's transport and of a request. Its types describe the engine over node:http alone. */
type PollingTransport = {
  readonly protocol: number
  onDataRequest(request: PollRequest, response: PollResponse): void
  onData(payload: string | Buffer): void
}
type PollRequest = { readonly headers: Readonly<Record<string, string | undefined>> }
type PollResponse = { onData(take: (chunk: ArrayBuffer, isLast: boolean) => void): void }

/**
 * Engine.IO over uWebSockets.js reads each polled payload as text. Clients of its version 3 that are no browsers, such as
 * python-socketio 4, send bytes, which its decoder understands. Here it gets them.
 */
export const readBinaryPolls = (engine: object): void => {
  const createTransport: unknown = Reflect.get(engine, 'createTransport')
  if (typeof createTransport !== 'function') throw new Error('bug: Engine.IO makes its transports elsewhere')
  Reflect.set(engine, 'createTransport', (name: string, request: object) => {
    const transport: PollingTransport = createTransport.call(engine, name, request)
    if (name === 'polling' && transport.protocol === 3) giveBytes(transport)
    return transport
  })
}

const giveBytes = (transport: PollingTransport): void => {
  const onDataRequest = transport.onDataRequest.bind(transport)
  const onData = transport.onData.bind(transport)
  let bytes: Buffer[] | undefined
  transport.onDataRequest = (request, response) => {
    bytes = request.headers['content-type'] === 'application/octet-stream' ? [] : undefined
    const listen = response.onData.bind(response)
    response.onData = take =>
      listen((chunk, isLast) => {
        // Engine.IO stops at more than the length it was told, so this is bounded as what it keeps itself.
        bytes?.push(Buffer.from(chunk.slice(0)))
        take(chunk, isLast)
      })
    onDataRequest(request, response)
  }
  transport.onData = text => onData(bytes === undefined ? text : Buffer.concat(bytes))
}
