/** A real HAProxy before several gateways: asks each on /readyz, and tells the client's address by the PROXY protocol. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { endingWithUs } from '../children.ts'
import { newFolder, remove, until, write } from '../gateway/running.ts'
import { Talk } from '../smtp/talk.ts'
import { freePort } from '../store/redis-server.ts'

export type Backend = Readonly<{ smtp: number; console: number }>

export type HaProxy = Readonly<{ port: number; dispose: () => Promise<void> }>

const configOf = (port: number, backends: readonly Backend[]): string => `
global
  maxconn 2000
defaults
  mode tcp
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  # A busy machine answers late; only a clear no, or silence for long, takes a gateway out.
  timeout check 10s
  retries 3
  option redispatch
frontend smtp
  bind 127.0.0.1:${port}
  default_backend gateways
backend gateways
  balance roundrobin
  option httpchk GET /readyz
  http-check expect status 200
${backends
  .map(
    (one, n) =>
      `  server gateway${n} 127.0.0.1:${one.smtp} check port ${one.console} inter 200ms fall 1 rise 2 send-proxy-v2`,
  )
  .join('\n')}
`

/** Ready when somebody behind it answers. */
export const startHaProxy = async (backends: readonly Backend[]): Promise<HaProxy> => {
  const folder = newFolder()
  const port = await freePort()
  write(folder, 'haproxy.cfg', configOf(port, backends))
  const child: ChildProcess = endingWithUs(
    spawn('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: `${process.env.PATH}:/usr/sbin` },
    }),
  )
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk
  })
  await until(
    async () => {
      const talk = await Talk.to(port).catch(() => undefined)
      const greeting = (await talk?.reply()) ?? ''
      talk?.hangUp()
      return greeting.startsWith('220')
    },
    () => said,
  )
  return {
    port,
    dispose: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      remove(folder)
    },
  }
}
