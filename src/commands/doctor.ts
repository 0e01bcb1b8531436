/** `doctor`: one line per thing that must be in order, and what to do where it is not. */

import { statfsSync } from 'node:fs'
import { connect } from 'node:net'
import { calendarsOf } from '../house.ts'
import { silentLog } from '../log.ts'
import { signaturesOf } from '../malware/malware.ts'
import { readNewest } from '../published-rules.ts'
import { leftToOne, openAccounts } from '../review/review.ts'
import { meaningFor, type Reading, readRules } from '../rulebook.ts'
import { openStore } from '../store/store.ts'
import type { Context } from './context.ts'
import { listening, sayDamaged, unreadableBodies } from './damage.ts'
import { line } from './terminal.ts'

type Answer = Readonly<{ ok: boolean; words: string }>

const good = (words: string): Answer => ({ ok: true, words })
const bad = (words: string): Answer => ({ ok: false, words })

const CONNECT_MS = 5000
const LOW_BYTES = 1024 ** 3
// Schools know their next year well before summer: time enough to write it down.
const CALENDAR_DAYS = 90
const OLD_SIGNATURE_DAYS = 7

const inOrder = ({ rules, warnings }: Reading, from: string): Answer => {
  const { staff, pupils, parents } = rules.people.counts
  const also = warnings.length > 0 ? `; ${warnings.length} warning(s), see mailsluis directory check` : ''
  return good(
    `policy (${rules.policy.packs.size} packs) and directory (${staff} staff, ${pupils} pupils, ${parents} parents)${from} are in order${also}`,
  )
}

/** From where a server with this configuration has its rules. */
const rulesInForce = async ({ config }: Context): Promise<{ reading: Reading; from: string }> => {
  if (config.policy.from === 'files') return { reading: readRules(config), from: '' }
  const store = await openStore({ ...config.store, var: config.var }, { log: silentLog })
  try {
    const { published, reading } = await readNewest(store, meaningFor(config.policy))
    return { reading, from: `, published as version ${published.version},` }
  } finally {
    await store.close()
  }
}

const lookAtRules = async (context: Context): Promise<Answer> => {
  const { reading, from } = await rulesInForce(context)
  return inOrder(reading, from)
}

const lookAtStore = async ({ config }: Context): Promise<Answer> => {
  const store = await openStore({ ...config.store, var: config.var }, { log: silentLog })
  try {
    await store.check()
    const { held, waiting } = await store.counts()
    const servers = (await store.alive()).length
    const busy = servers === 0 ? 'no server at work' : `${servers} server process(es) at work`
    return good(`store can be read and written: ${held} held, ${waiting} waiting, ${busy}`)
  } finally {
    await store.close()
  }
}

const SCHOOLS_NAMED = 5

/** Nobody decides in their own case; then there must be another. */
const lookAtReviewers = async (context: Context): Promise<Answer> => {
  const { people } = (await rulesInForce(context)).reading.rules
  const { config } = context
  const store = await openStore({ ...config.store, var: config.var }, { log: silentLog })
  try {
    const alone = leftToOne(await openAccounts(store).list(), people.domains)
    if (alone.length === 0) return good('mail by, to or about one of those who decide finds another')
    const named = alone.slice(0, SCHOOLS_NAMED).join(', ') + (alone.length > SCHOOLS_NAMED ? ', …' : '')
    return bad(
      `fewer than two may decide on everything for ${named}: held mail by, to or about that one waits for nobody and goes back. Add an account: mailsluis user add ADDRESS --role reviewer`,
    )
  } finally {
    await store.close()
  }
}

const lookAtSpace = ({ config }: Context): Answer => {
  const { bavail, bsize } = statfsSync(config.var)
  const free = bavail * bsize
  const words = `${Math.round(free / 1024 ** 2)} MB free for ${config.var}`
  return free > LOW_BYTES ? good(words) : bad(`${words}: make room, or new mail will be put off`)
}

const lookAtMail = async ({ config }: Context): Promise<Answer> => {
  const { log, heard } = listening()
  const store = await openStore({ ...config.store, var: config.var }, { log })
  try {
    const ids = new Set([...(await unreadableBodies(store)), ...heard()])
    return ids.size === 0 ? good('all that is kept can be read') : bad(sayDamaged([...ids]))
  } finally {
    await store.close()
  }
}

/** A connection and a greeting; no mail is sent. */
const greeting = (host: string, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: CONNECT_MS })
    socket.once('data', (data) => {
      socket.end('QUIT\r\n')
      resolve(data.toString('latin1').slice(0, 3))
    })
    socket.once('timeout', () => socket.destroy(new Error('no answer in time')))
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('hung up without a word')))
  })

const lookAtNextHop = async ({ config }: Context): Promise<Answer> => {
  const { nextHop } = config.delivery
  if (nextHop.startsWith('capture:'))
    return bad('no next hop: mail is written to a folder and sent to nobody. Set MAILSLUIS_NEXT_HOP=smtp://host:port')
  const url = new URL(nextHop)
  const implicit = url.protocol === 'smtps:'
  const port = Number(url.port || (implicit ? 465 : 25))
  if (implicit) return good(`next hop ${url.host} speaks TLS from the start; not tried here`)
  const where = `next hop ${url.hostname}:${port}`
  // The brackets around an IPv6 address belong to the URL.
  const code = await greeting(url.hostname.replace(/^\[(.*)\]$/, '$1'), port).catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `${where} does not answer (${error.code ?? error.message}). Look whether it runs, and at the firewall`,
    )
  })
  return code === '220' ? good(`${where} answers`) : bad(`${where} answers ${code} instead of 220`)
}

/** Whether it answers, and how old its signatures are. */
const lookAtScanner = async ({ config: { malware } }: Context): Promise<Answer> => {
  if (malware.clamd === '') return good('none is configured (malware.clamd): mail is not scanned for viruses')
  const { version, at } = await signaturesOf(malware.clamd, CONNECT_MS).catch((error: Error) => {
    throw new Error(`${malware.clamd}: ${error.message} Look whether clamd runs`)
  })
  const days = at === undefined ? 0 : Math.floor((Date.now() - at) / 86_400_000)
  return days > OLD_SIGNATURE_DAYS
    ? bad(`${version} answers, but its signatures are ${days} days old. Look whether freshclam runs`)
    : good(`${version} at ${malware.clamd} answers`)
}

/** Notices offer links only when people elsewhere can follow them. */
const lookAtLinks = ({ config }: Context): Answer =>
  config.console.url === ''
    ? bad(
        'console.url is not set: notices offer no links. Set MAILSLUIS_CONSOLE_URL=https://… to the console’s address',
      )
    : good(`links in notices lead to ${config.console.url}`)

/** Deadlines run in school time as long as the holidays are known. */
const lookAtCalendars = async (context: Context): Promise<Answer> => {
  const { policy, people } = (await rulesInForce(context)).reading.rules
  const calendars = calendarsOf(context.config, [...policy.packs.values()])
  const used = new Set(people.domains.map((domain) => calendars.calendarOf({ pack: policy.packFor(domain), domain })))
  const soon = new Date(Date.now() + CALENDAR_DAYS * 86_400_000).toISOString().slice(0, 10)
  const ending = [...used].filter(({ until }) => until < soon)
  const names = (some: Iterable<{ name: string; until: string }>): string =>
    [...new Set([...some].map(({ name, until }) => `${name} until ${until}`))].join(', ')
  return ending.length === 0
    ? good(`holidays are known: ${names(used)}`)
    : bad(
        `holidays are known no longer than this: ${names(ending)}. After that only weekends count. Update Mailsluis, or add the new dates to a copy of the calendar and name its folder in review.calendar.folder`,
      )
}

export const doctor = async (context: Context, options: { json?: boolean }): Promise<number> => {
  const looks: readonly [string, () => Answer | Promise<Answer>][] = [
    ['rules', () => lookAtRules(context)],
    ['store', () => lookAtStore(context)],
    ['mail', () => lookAtMail(context)],
    ['space', () => lookAtSpace(context)],
    ['next hop', () => lookAtNextHop(context)],
    ['virus scanner', () => lookAtScanner(context)],
    ['calendar', () => lookAtCalendars(context)],
    ['links', () => lookAtLinks(context)],
    ['reviewers', () => lookAtReviewers(context)],
  ]
  let ill = 0
  for (const [name, look] of looks) {
    const answer = await Promise.resolve()
      .then(look)
      .catch((error: Error) => bad(error.message))
    if (!answer.ok) ill++
    context.terminal.out(
      line(
        options.json
          ? JSON.stringify({ look: name, ...answer })
          : `${answer.ok ? 'ok  ' : 'LOOK'}  ${name}: ${answer.words}`,
      ),
    )
  }
  return ill === 0 ? 0 : 1
}
