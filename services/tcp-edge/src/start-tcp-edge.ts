import type { AddressInfo, Server } from 'node:net'
import { openEdge } from '@ketik/edge'
import { type Log, once, type Running, startAdminServer } from '@ketik/runtime'
import { createAccept } from './accept.ts'
import { createNickDoor } from './nick-door.ts'
import { createRaceDoor } from './race-door.ts'
import type { TcpEdgeSettings } from './settings.ts'

/** One tcp-edge: players over raw TCP. */
export const startTcpEdge = async (settings: TcpEdgeSettings, log: Log): Promise<Running> => {
  const accept = createAccept(settings, log)
  const edge = await openEdge({ ...settings, role: 'tcp-edge' }, log)
  const race = createRaceDoor(edge.node, accept)
  const nick = createNickDoor(edge.node, accept)
  const racePort = await listen(race, settings.host, settings.racePort)
  const nickPort = await listen(nick.server, settings.host, settings.nickPort)
  const admin = await startAdminServer(settings.adminHost, settings.adminPort, settings.adminNames)
  log.info({ node: edge.node.id, port: racePort, nickPort }, 'tcp-edge serves')
  return {
    ports: { race: racePort, nick: nickPort, admin: admin.port },
    drain: () => {
      // A balancer then takes newcomers elsewhere without one of them being turned away.
      race.close()
      nick.server.close()
      return edge.node.drain()
    },
    close: once(async () => {
      race.close()
      nick.server.close()
      nick.close('restart')
      await edge.close()
      await admin.close()
    }),
  }
}

const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', error =>
      reject(
        'code' in error && error.code === 'EADDRINUSE'
          ? new Error(`port ${port} on ${host} is taken: stop what listens there, or set another port`)
          : error,
      ),
    )
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })
