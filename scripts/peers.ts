/** Real programs the tests talk to, beside what npm brings: found, installed where we may, or named. */
import { execFileSync, spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export type Peer = Readonly<{ name: string; program: string; packages: readonly string[]; suites: string }>

export const PEERS: readonly Peer[] = [
  {
    name: 'postfix',
    program: 'postfix',
    packages: ['postfix'],
    suites: 'a real Postfix before and behind the gateway',
  },
  { name: 'swaks', program: 'swaks', packages: ['swaks'], suites: 'the SMTP door with swaks' },
  { name: 'redis', program: 'redis-server', packages: ['redis-server'], suites: 'the Redis store' },
  {
    name: 'haproxy',
    program: 'haproxy',
    packages: ['haproxy'],
    suites: 'a rolling restart behind a real load balancer',
  },
  { name: 'chromium', program: 'chromium', packages: ['chromium'], suites: 'the console in a browser' },
  { name: 'clamd', program: 'clamd', packages: ['clamav-daemon'], suites: 'a real virus scanner' },
  { name: 'prometheus', program: 'promtool', packages: ['prometheus'], suites: 'the alerts, read by Prometheus' },
  { name: 'faketime', program: 'faketime', packages: ['faketime'], suites: 'a clock that leaps' },
  { name: 'strace', program: 'strace', packages: ['strace'], suites: 'the power that fails' },
  {
    name: 'openssl',
    program: 'openssl',
    packages: ['openssl'],
    suites: 'TLS with certificates made on the spot, S/MIME',
  },
]

// Debian keeps daemons' programs out of an ordinary user's PATH.
const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']

export const has = (program: string): boolean =>
  FOLDERS.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

export const missingPeers = (): readonly Peer[] => PEERS.filter((peer) => !has(peer.program))

export const aptLine = (peers: readonly Peer[]): string =>
  `apt-get install -y --no-install-recommends ${peers.flatMap((peer) => peer.packages).join(' ')}`

const mayInstall = (): boolean => process.getuid?.() === 0 && existsSync('/etc/debian_version')

/** Installs what is missing where we are root on Debian or Ubuntu, saying so first. Answers what is still missing. */
export const installPeers = (): readonly Peer[] => {
  const missing = missingPeers()
  if (missing.length === 0 || !mayInstall()) return missing
  console.log(
    `Installing what the tests talk to: ${missing.map((peer) => peer.name).join(', ')} (as root, with apt-get).`,
  )
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const wait = ['-o', 'DPkg::Lock::Timeout=300']
  spawnSync('apt-get', [...wait, '-qq', 'update'], { env, stdio: 'inherit' })
  const [program = '', ...args] = aptLine(missing).split(' ')
  try {
    execFileSync(program, [...wait, '-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  } catch {
    console.log('apt-get did not succeed.')
  }
  return missingPeers()
}
