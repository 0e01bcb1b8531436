/** A real HAProxy in front of gateways, on a free port of the loopback, telling them the client by the PROXY protocol. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { endingWithUs } from '../children.ts'
import { freePort } from './postfix.ts'

export const PROGRAM = '/usr/sbin/haproxy'
export const hasHaproxy = existsSync(PROGRAM)

export type Balancer = Readonly<{ port: number; log: () => string; stop: () => Promise<void> }>

export type BalancerOptions = Readonly<{
  /** Ports of the gateways behind it. */
  ports: readonly number[]
  /** send-proxy: version 1; send-proxy-v2: version 2. */
  send: 'send-proxy' | 'send-proxy-v2'
  /** connect: health checks open a connection and leave; smtp: they say HELO and QUIT. */
  check?: 'connect' | 'smtp'
  checkEveryMs?: number
}>

const settings = (port: number, { ports, send, check = 'smtp', checkEveryMs = 200 }: BalancerOptions): string => `
defaults
  mode tcp
  timeout connect 5s
  timeout client 120s
  timeout server 120s
  retries 3
  option redispatch
listen smtp
  bind 127.0.0.1:${port}
  balance roundrobin
${check === 'smtp' ? '  option smtpchk HELO balancer.school.example' : ''}
${ports.map((to, n) => `  server node${n} 127.0.0.1:${to} ${send} check inter ${checkEveryMs}ms`).join('\n')}
`

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

export const startHaproxy = async (options: BalancerOptions): Promise<Balancer> => {
  const folder = mkdtempSync(join(tmpdir(), 'mailsluis-haproxy-'))
  const file = join(folder, 'haproxy.cfg')
  const port = await freePort()
  writeFileSync(file, settings(port, options))
  const child = endingWithUs(spawn(PROGRAM, ['-db', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'] }))
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk
  })
  const stop = async () => {
    await end(child)
    rmSync(folder, { recursive: true, force: true })
  }
  for (let tries = 0; tries < 100; tries += 1) {
    if (await answers(port)) return { port, log: () => log, stop }
    if (child.exitCode !== null) break
    await wait(50)
  }
  await stop()
  throw new Error(`HAProxy does not start: ${log}`)
}
