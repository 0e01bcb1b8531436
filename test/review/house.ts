/** A review over a real store, real packs and real judging; a test turns the clock. Mail comes in as the gateway settles it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { AttachmentOptions, openReaders } from '../../src/attachments/attachments.ts'
import { compileLexicon, DETECTORS } from '../../src/detectors/detectors.ts'
import { loadDirectory } from '../../src/directory/directory.ts'
import { type Judgement, type Rules, readMessage, weigh } from '../../src/gateway.ts'
import { silentLog } from '../../src/log.ts'
import type { Scanned } from '../../src/malware/malware.ts'
import type { Envelope } from '../../src/message/message.ts'
import { loadPolicy, type Pack } from '../../src/policy/policy.ts'
import {
  type Actor,
  openAccounts,
  openBlocks,
  openGranted,
  openReview,
  ReviewOptions,
  type Role,
} from '../../src/review/review.ts'
import { queued, settlementOf } from '../../src/settlement.ts'
import type { Store } from '../../src/store/store.ts'
import { packFiles } from '../packs.ts'
import type { OpenHouse } from '../store/contract.ts'
import { openHouse } from '../store/house.ts'
import { calendarsOf } from './calendars.ts'

const LEXICONS = join(import.meta.dirname, '../../config/lexicons')
const DAY = 86_400_000

const DIRECTORY = {
  domains: ['devlonder.example', 'dewilg.example'],
  policies: { 'devlonder.example': 'moretus-ekeren', 'dewilg.example': 'kindante' },
  schools: [
    {
      ...{ id: 'wilg', name: 'OBS De Wilg', address: 'Wilgenpad 2, 9999 ZZ Wilgendam', phone: '010 000 10 20' },
      websites: ['www.kindante.nl', 'www.werkenbijkindante.nl'],
    },
  ],
  staff: [
    { id: 's1', firstName: 'Els', lastName: 'Vandenbroeck', function: 'juf', email: 'els@devlonder.example' },
    {
      id: 's2',
      firstName: 'Sanne',
      lastName: 'Kuipers',
      function: 'leerkracht groep 5',
      email: 's.kuipers@dewilg.example',
      school: 'wilg',
    },
    { id: 's3', firstName: 'Bram', lastName: 'Smit', function: '', email: 'b.smit@dewilg.example' },
    { id: 's4', firstName: 'Karel', lastName: 'Goossens', function: 'directeur', email: 'karel@devlonder.example' },
  ],
  pupils: [{ id: 'p1', firstName: 'Noor', lastName: 'Peeters', class: '3A' }],
  parents: [],
  groups: [{ address: 'leerkrachten@devlonder.example', name: 'Leerkrachten', kind: 'group', members: [] }],
  externalPartners: [],
  noContact: [],
}

const rulesOf = (): Rules => {
  const { directory } = loadDirectory(JSON.stringify(DIRECTORY), 'directory.json')
  return {
    people: directory,
    policy: loadPolicy(packFiles(), {
      settings: Object.fromEntries(DETECTORS.map((detector) => [detector.rule, detector.settings])),
      domains: DIRECTORY.policies,
      defaultPack: 'moretus-ekeren',
    }),
    lexicon: compileLexicon(
      readdirSync(LEXICONS).map((name) => ({ name, text: readFileSync(join(LEXICONS, name), 'utf8') })),
    ),
    meaning: undefined,
  }
}

export const ELS = 'els@devlonder.example'
export const OUDER = 'ouder@mail.example'
export const OMA = 'oma@mail.example'

export const someone = (email: string, more: Partial<Actor> = {}): Actor => ({
  ...{ name: email.split('@')[0]!, email, roles: ['reviewer'] as readonly Role[], schools: [], categories: [] },
  ...more,
})
export const GREET = someone('greet@devlonder.example')
export const KOEN = someone('koen@devlonder.example')

export const letter = (text: string, headers: Readonly<Record<string, string>> = {}): Buffer => {
  const fields = {
    From: `Els Vandenbroeck <${ELS}>`,
    To: OUDER,
    Subject: 'Overleg',
    'Message-ID': '<1@devlonder.example>',
    'Content-Type': 'text/plain; charset=utf-8',
    ...headers,
  }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${lines.join('')}\r\n${text.replaceAll('\n', '\r\n')}\r\n`)
}

/** Held by every pack: a diagnosis of a pupil. */
export const CARE = letter('Beste,\n\nLeerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.\n\nEls')

let joined = 0

export const openReviewHouse = async (
  given: Readonly<{
    alert?: string[]
    options?: z.input<typeof ReviewOptions>
    packs?: (pack: Pack) => Pack
    store?: (real: Store) => Store
    /** SQLite, when absent. */
    on?: () => Promise<OpenHouse>
    /** Address of the console; '' for none. */
    url?: string
  }> = {},
) => {
  const house = await (given.on ?? openHouse)()
  const { clock } = house
  const store = given.store?.(house.store) ?? house.store
  const readers = openReaders(AttachmentOptions.parse({}))
  const plain = rulesOf()
  const packs = new Map([...plain.policy.packs].map(([id, pack]) => [id, given.packs?.(pack) ?? pack]))
  const rules: Rules = {
    ...plain,
    policy: { ...plain.policy, packs, packFor: (domain) => packs.get(plain.policy.packFor(domain).id)! },
  }
  const now = () => clock.now
  const accounts = openAccounts(store, now)
  const identity = () => ({
    from: { name: 'Mailsluis', address: 'postmaster@devlonder.example' },
    host: 'lock.devlonder.example',
    url: given.url ?? 'https://mailsluis.example',
  })
  /** What the virus scanner says from now on. */
  const scanner: { says: Scanned } = { says: { hits: [] } }
  const granted = openGranted(store, now)
  const judge = async (raw: Buffer, envelope: Envelope, blocked = false): Promise<Judgement> => {
    const read = { ...(await readMessage(raw, envelope, readers)), scanned: scanner.says, blocked }
    return weigh({ ...read, exceptions: await granted() }, rules, clock.now)
  }
  let woken = 0
  let judgings = 0
  const reviewOn = (one: Store) =>
    openReview({
      ...{ store: one, accounts: openAccounts(one, now), identity, now, log: silentLog },
      options: ReviewOptions.parse({ alert: given.alert ?? [], ...given.options }),
      calendars: calendarsOf([...rules.policy.packs.values()]),
      policy: () => rules.policy,
      people: () => rules.people,
      scannerAnswers: () => scanner.says.unscanned === undefined,
      judge: async (raw, envelope, of) => {
        judgings++
        return judge(raw, envelope, of && (await blocks.of(of.id, of.head)) !== undefined)
      },
      queueNotice: queued,
      wakeQueue: () => {
        woken++
      },
    })
  const review = reviewOn(store)
  const blocks = openBlocks({ store, log: silentLog, now })
  const bring = async (raw: Buffer, to: readonly string[] = [OUDER], mailFrom = ELS): Promise<string> => {
    const envelope = { mailFrom, rcptTo: to }
    const intake = await store.intake()
    await intake.write(raw)
    const client = { address: '127.0.0.1', name: 'pc', tls: '', user: '' }
    const head = {
      kind: 'mail' as const,
      envelope,
      received: '',
      smtputf8: false,
      eightBit: true,
      client,
      receivedAt: clock.now,
      size: raw.length,
    }
    const { id } = await intake.commit(head, { joinKey: `review-${joined++}`, owner: 'door', leaseMs: 60_000 })
    const judgement = await judge(raw, envelope)
    const mail = { ...judgement, id, head, raw, now: clock.now }
    await store.settle(
      id,
      'door',
      await settlementOf(mail, {
        identity,
        review,
        packFor: rules.policy.packFor,
        admins: async () => [],
        remedyMs: 7 * DAY,
      }),
    )
    return id
  }
  return {
    ...{ house, store: house.store, clock, accounts, review, blocks, rules, bring, scanner },
    woken: () => woken,
    judgings: () => judgings,
    /** The review of another node on the same store. */
    another: async () => reviewOn(await house.another()),
    fates: async (id: string): Promise<Record<string, string>> =>
      Object.fromEntries((await house.store.mail(id))!.recipients.map((r) => [r.address, r.fate])),
    /** Our own letters to somebody, oldest first. */
    lettersTo: async (to: string): Promise<string[]> => {
      const mails = (await house.store.list({ kind: 'notice', limit: 200 })).toReversed()
      const his = mails.filter(({ head }) => head.envelope.rcptTo[0] === to)
      return Promise.all(his.map(async ({ id }) => (await house.store.body(id)).toString('latin1')))
    },
    /** The key in the sender's own link, from the last held notice. */
    linkFor: async (to: string): Promise<string> => {
      const mails = (await house.store.list({ kind: 'notice', limit: 200 })).filter(
        (m) => m.head.envelope.rcptTo[0] === to,
      )
      for (const { id } of mails) {
        const text = (await house.store.body(id)).toString('latin1').replace(/=\r\n/g, '')
        const [, token] = /https:\/\/mailsluis\.example\/m\/([\w-]{20,60})/.exec(text) ?? []
        if (token) return token
      }
      throw new Error(`no link for ${to}`)
    },
    audited: async () =>
      (await house.store.auditRows()).map(({ event, actor, ref, detail }) => ({ event, actor, ref, detail })),
    close: async () => {
      await readers.close()
      await house.dispose()
    },
  }
}

export type ReviewHouse = Awaited<ReturnType<typeof openReviewHouse>>
