/** What is measured: each takes mail on a port and hands it to the same next hop. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { has } from '../../scripts/peers.ts'
import { start } from '../gateway/running.ts'
import { startPostfix } from '../peers/postfix.ts'
import { answers, ended, until } from './daemon.ts'
import { startHaraka } from './haraka.ts'

export type Target = Readonly<{
  port: number
  /** Roots of its process trees; none when nobody stands between. */
  pids: readonly number[]
  /** Messages it kept back. */
  kept: () => number
  stop: () => Promise<void>
}>
export type Opening = Readonly<{ sink: number; folder: string; directory: string; cpuProf: string | undefined }>
type Open = (opening: Opening) => Promise<Target>
export type Kind = Readonly<{
  name: string
  settings: string
  missing: () => string | undefined
  open: Open
}>

const mailsluis =
  (processes: number): Open =>
  async ({ sink, directory, cpuProf }) => {
    const gateway = await start({
      ...{ MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink}`, MAILSLUIS_DIRECTORY: directory },
      MAILSLUIS_PROCESSES: String(processes),
      ...(cpuProf === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${cpuProf}` }),
    })
    return {
      ...{ port: gateway.smtp, pids: [gateway.child.pid ?? 0] },
      kept: () => gateway.output().match(/"outcome":"(?:hold|bounce)"/g)?.length ?? 0,
      stop: async () => {
        await gateway.stop()
        rmSync(gateway.folder, { recursive: true, force: true })
      },
    }
  }

const root = (): string | undefined => (process.getuid?.() === 0 ? undefined : 'it needs root')
const needs = (program: string, by = `apt-get install ${program}`): string | undefined =>
  has(program) ? undefined : `${program} is not installed (${by})`

const postfix =
  (
    extra: (
      folder: string,
    ) => Promise<Readonly<{ settings: Record<string, string>; pid?: number; stop: () => Promise<void> }>>,
  ) =>
  async ({ sink, folder }: Opening): Promise<Target> => {
    const beside = await extra(folder)
    const { port, stop, pid } = await startPostfix({ relayPort: sink, settings: beside.settings })
    return {
      ...{ port, pids: [pid(), ...(beside.pid === undefined ? [] : [beside.pid])] },
      kept: () => 0,
      stop: async () => {
        stop()
        await beside.stop()
      },
    }
  }

/** Our own limit of size; without the pause it makes when mail comes in faster than it leaves. */
const AS_WE = { in_flow_delay: '0', message_size_limit: '100000000' }

const alone = async () => ({ settings: AS_WE, stop: async () => {} })

/** Its rules as Debian ships them; no action but to let the mail pass, no learning, no network. */
const rspamd = async (folder: string) => {
  const home = mkdtempSync(join(folder, 'rspamd-'))
  execFileSync('chmod', ['777', folder, home])
  const socket = join(home, 'milter.sock')
  const worker = `worker "normal" { bind_socket = "${home}/normal.sock mode=0666"; count = 2; }
worker "rspamd_proxy" { bind_socket = "${socket} mode=0666"; milter = yes; timeout = 60s; count = 1;
  upstream "local" { default = yes; hosts = "${home}/normal.sock"; } }`
  const file = join(home, 'rspamd.conf')
  writeFileSync(
    file,
    `.include "$CONFDIR/common.conf"
options { pidfile = "${home}/pid"; control_socket = "${home}/control.sock"; dns { nameserver = ["127.0.0.1:9"]; timeout = 10ms; retransmits = 1; } .include "$CONFDIR/options.inc" }
logging { type = "file"; filename = "${home}/log"; level = "error"; }
actions { reject = 99999; add_header = 99999; greylist = 99999; }
${worker}
`,
  )
  const child = spawn('rspamd', ['-f', '-i', '-u', '_rspamd', '-g', '_rspamd', '-c', file], { stdio: 'ignore' })
  await until(async () => existsSync(socket) && (await answers(socket)), 'rspamd')
  return {
    settings: {
      ...AS_WE,
      smtpd_milters: `unix:${socket}`,
      milter_default_action: 'tempfail',
    },
    ...(child.pid === undefined ? {} : { pid: child.pid }),
    stop: () => ended(child),
  }
}

const needsHaraka = (): string | undefined => needs('haraka', 'npm install --global Haraka')

const haraka =
  (way: 'forward' | 'queue'): Open =>
  async ({ folder, sink }) => {
    const { port, pid, stop } = await startHaraka(folder, sink, way)
    return { port, pids: [pid], kept: () => 0, stop }
  }

export const KINDS: Readonly<Record<string, Kind>> = {
  direct: {
    ...{ name: 'direct', settings: 'no relay between: what the machine can do', missing: () => undefined },
    open: async ({ sink }) => ({ port: sink, pids: [], kept: () => 0, stop: async () => {} }),
  },
  mailsluis: {
    ...{ name: 'Mailsluis', missing: () => undefined, open: mailsluis(1) },
    settings:
      'as it comes: all rules of a real pack, encryption, 250 when it is on disk or with the next hop, second parser; one process',
  },
  two: {
    ...{ name: 'Mailsluis, two', missing: () => undefined, open: mailsluis(2) },
    settings: 'the same in two processes (`processes: 2`)',
  },
  postfix: {
    ...{ name: 'Postfix', missing: () => needs('postfix') ?? root(), open: postfix(alone) },
    settings: 'Debian, relaying, inspects nothing; in_flow_delay = 0, without which it is slower',
  },
  rspamd: {
    ...{
      name: 'Postfix + rspamd',
      missing: () => needs('postfix') ?? needs('rspamd') ?? root(),
      open: postfix(rspamd),
    },
    settings: 'the same with rspamd as milter on a unix socket, its rules as shipped, no network',
  },
  haraka: {
    ...{ name: 'Haraka', missing: needsHaraka, open: haraka('forward') },
    settings: 'from npm, one process; hands over before its 250 (smtp_forward)',
  },
  harakaqueue: {
    ...{ name: 'Haraka, queue', missing: needsHaraka, open: haraka('queue') },
    settings: 'the same by its own queue on disk',
  },
}
