/**
 * Haraka, as `npm install --global Haraka` brings it, with a configuration of its own. Two ways to relay: handing the message to the next
 * hop before its 250 (its plugin smtp_forward), or by its own queue on disk.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../peers/postfix.ts'
import { answers, ended, until } from './daemon.ts'

const FORWARD = `exports.hook_rcpt = (next) => next(OK)`

/** What relays goes to the queue; its next hop is told here, where it would ask DNS. */
const queueTo = (sink: number): string => `exports.hook_rcpt = (next, connection) => {
  connection.relaying = true
  next(OK)
}
exports.hook_get_mx = (next) => next(OK, { priority: 0, exchange: '127.0.0.1', port: ${sink} })`

/** Our own limit of size; a log of warnings only, as little as it writes by its own advice under load. */
const settingsOf = (port: number, sink: number): Readonly<Record<string, string>> => ({
  'smtp.ini': `listen=127.0.0.1:${port}\n`,
  // Without these words and numbers of its own it breaks at the first connection.
  'connection.ini':
    '[message]\nhelo=Haraka\nclose=bye\n[uuid]\nbanner_chars=6\n[max]\nbytes=100000000\nmime_parts=1000\nline_length=512\n',
  'log.ini': '[main]\nlevel=warn\n',
  'smtp_forward.ini': `host=127.0.0.1\nport=${sink}\nenable_tls=false\n`,
  'outbound.ini': 'local_mx_ok=true\nenable_tls=false\n',
  me: 'haraka.test\n',
})

export const startHaraka = async (
  folder: string,
  sink: number,
  way: 'forward' | 'queue',
): Promise<Readonly<{ port: number; pid: number; stop: () => Promise<void> }>> => {
  const home = mkdtempSync(join(folder, 'haraka-'))
  for (const name of ['config', 'plugins', 'queue']) mkdirSync(join(home, name))
  const port = await freePort()
  for (const [name, text] of Object.entries(settingsOf(port, sink))) writeFileSync(join(home, 'config', name), text)
  writeFileSync(join(home, 'plugins/take.js'), way === 'forward' ? FORWARD : queueTo(sink))
  writeFileSync(join(home, 'config/plugins'), way === 'forward' ? 'take\nqueue/smtp_forward\n' : 'take\n')
  const child = spawn('haraka', ['-c', home], { stdio: 'ignore' })
  await until(() => answers(port), 'Haraka')
  return { port, pid: child.pid!, stop: () => ended(child) }
}
