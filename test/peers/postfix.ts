/** Debian's Postfix, run from a folder of its own on a free port, with a log of its own. Needs root, as Postfix does. */
import { execFileSync } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

const SERVICES = `
pickup    unix  n - n 60 1 pickup
showq     unix  n - n - - showq
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
smtp      unix  - - n - - smtp
relay     unix  - - n - - smtp
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
virtual   unix  - n n - - virtual
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
`

const number = (what: '-u' | '-g'): number => Number(execFileSync('id', [what, 'postfix'], { encoding: 'utf8' }))

const settings = (folder: string, extra: Readonly<Record<string, string>>): string => {
  const all: Record<string, string> = {
    compatibility_level: '3.6',
    queue_directory: `${folder}/spool`,
    data_directory: `${folder}/data`,
    command_directory: '/usr/sbin',
    daemon_directory: '/usr/lib/postfix/sbin',
    mail_owner: 'postfix',
    setgid_group: 'postdrop',
    myhostname: 'postfix.school.example',
    mydestination: '',
    local_recipient_maps: '',
    alias_maps: '',
    alias_database: '',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    mynetworks: '127.0.0.0/8',
    maillog_file: `${folder}/log`,
    maillog_file_prefixes: tmpdir(),
    smtpd_client_connection_count_limit: '0',
    // Tries again soon when the gateway was away.
    queue_run_delay: '2s',
    minimal_backoff_time: '2s',
    maximal_backoff_time: '4s',
    ...extra,
  }
  return Object.entries(all)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('')
}

/** A Postfix that delivers all mail for `domains` into one Maildir, or hands everything to `relayhost`. */
export const startPostfix = async (options: {
  domains?: readonly string[]
  relayPort?: number
  settings?: Readonly<Record<string, string>>
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'mailsluis-postfix-'))
  const [uid, gid] = [number('-u'), number('-g')]
  for (const name of ['etc', 'spool', 'data', 'mail']) mkdirSync(join(folder, name))
  execFileSync('chmod', ['755', folder])
  for (const name of ['data', 'mail']) chownSync(join(folder, name), uid, gid)
  const port = await freePort()
  const role: Record<string, string> = options.relayPort
    ? { relayhost: `[127.0.0.1]:${options.relayPort}` }
    : {
        virtual_mailbox_domains: (options.domains ?? []).join(', '),
        virtual_mailbox_base: `${folder}/mail`,
        virtual_mailbox_maps: 'static:all/',
        virtual_uid_maps: `static:${uid}`,
        virtual_gid_maps: `static:${gid}`,
      }
  writeFileSync(join(folder, 'etc/main.cf'), settings(folder, { ...role, ...options.settings }))
  writeFileSync(join(folder, 'etc/master.cf'), `${port} inet n - n - - smtpd${SERVICES}`)
  const command = (verb: string): void => {
    execFileSync('postfix', ['-c', join(folder, 'etc'), verb], { stdio: 'ignore' })
  }
  command('start')
  const mailbox = (): string[] => {
    const box = join(folder, 'mail/all/new')
    return existsSync(box) ? readdirSync(box).map((name) => readFileSync(join(box, name), 'latin1')) : []
  }
  const waiting = (): number =>
    execFileSync('postqueue', ['-c', join(folder, 'etc'), '-j'], { encoding: 'utf8' })
      .split('\n')
      .filter(Boolean).length
  return {
    port,
    /** Messages delivered, with LF line ends as a Maildir keeps them. */
    mailbox,
    /** Messages in its queue. */
    waiting,
    log: () => readFileSync(join(folder, 'log'), 'utf8'),
    /** Of the master; its daemons are its children. */
    pid: () => Number(readFileSync(join(folder, 'spool/pid/master.pid'), 'utf8')),
    stop: () => {
      command('stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type Postfix = Awaited<ReturnType<typeof startPostfix>>
