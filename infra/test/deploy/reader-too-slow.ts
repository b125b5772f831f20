import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Takes as little from its socket as a system lets it, and asks for the time over and over. */
const SCRIPT = `
import socket, sys, time
client = socket.socket()
client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
client.bind((sys.argv[2], 0))
client.connect(('127.0.0.1', int(sys.argv[1])))
client.send(b'{"type":"login","username":"Lambat"}\\n')
client.recv(1024)
print('in', flush=True)
try:
    while True:
        client.sendall(b'{"type":"ping","t":1}\\n' * 200)
        time.sleep(0.01)
except OSError: pass
`

/** A player who never reads; resolves once it is logged in. `ended` resolves when the server has closed it. */
export const readerTooSlow = async (
  tcpPort: number,
  fromAddress: string,
): Promise<{ readonly ended: Promise<unknown> }> => {
  const program = spawn('python3', ['-c', SCRIPT, `${tcpPort}`, fromAddress], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(program, 'exit')
  await once(program.stdout, 'data')
  return { ended }
}
