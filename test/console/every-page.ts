/** Every page of the console with something on it: what the checks that run over all pages go by. */
import { loadDirectory } from '../../src/directory/directory.ts'
import { addDays, dayOf, weekOf } from '../../src/figures/figures.ts'
import type { Decision } from '../../src/policy/policy.ts'
import { GROUP, openWindow, PASSWORD, SENDER, type Window } from './house.ts'

const PARENT = 'ouder@ouder.example'
const DIRECTORY = {
  domains: ['school.example'],
  staff: [{ id: 's1', firstName: 'Jan', lastName: 'Maes', function: 'leraar 3A', email: 'jan.maes@school.example' }],
  pupils: [{ id: 'p1', firstName: 'Noor', lastName: 'Peeters', class: '3A' }],
  parents: [{ name: 'Ouder Peeters', email: PARENT, pupilIds: ['p1'] }],
  groups: [
    {
      ...{ address: 'ouders-3a@school.example', name: 'Ouders 3A', kind: 'group' },
      members: ['a@ouder.example', 'b@ouder.example'],
    },
  ],
}
const HTML =
  '<h1>Beste ouders</h1><p>De lijst van klas 3A hangt aan dit bericht.</p>' +
  '<table><tr><td>Noor</td><td>wachtwoord: geheim</td></tr></table><p>Groeten<br>Els</p>'

const rawTo = (to: readonly string[]): Buffer =>
  Buffer.from(
    [
      `From: Els Claes <${SENDER}>\r\nTo: ${to.join(', ')}\r\nSubject: Klaslijst 3A\r\nMIME-Version: 1.0\r\n`,
      'Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: text/html; charset=utf-8\r\n\r\n',
      HTML,
      '\r\n--m\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=klas.csv\r\n\r\nNaam;Code\r\nNoor;1234\r\n--m--\r\n',
    ].join(''),
  )

/** The secret of the newest link of its kind in a letter that waits to be sent. */
const linkIn = async (house: Window, kind: string): Promise<string> => {
  for (const { id } of await house.store.list({ kind: 'notice', limit: 50 })) {
    const letter = (await house.store.body(id)).toString('latin1').replaceAll('=\r\n', '')
    const path = new RegExp(`/${kind}/[\\w-]{20,60}`).exec(letter)?.[0]
    if (path) return path
  }
  throw new Error(`no letter has a link /${kind}/`)
}

const ADMIN = {
  name: 'Griet Smets',
  email: 'smets@school.example',
  roles: ['reviewer'],
  schools: [],
  categories: [],
} as const

const DAYS = 30
const DAY = 86_400_000
const GROUP_ADDRESS = { rule: 'group-address-visible', mode: 'enforce', outcome: 'bounce', wouldBe: 'bounce' } as const

const decided = (outcome: Decision['outcome'], hits: Decision['hits'] = []): Decision => ({
  ...{ pack: 'moretus-ekeren', policyVersion: '1', recipients: [] },
  ...{ outcome, hits },
})
const DECISIONS = [decided('forward'), decided('hold', [PASSWORD]), decided('bounce', [GROUP_ADDRESS])]

/** Some weeks of mail: less on Wednesdays, none at the weekend. */
const count = async ({ clock, figures }: Window): Promise<void> => {
  for (let back = DAYS; back >= 0; back--) {
    clock.ahead = -back * DAY
    const day = new Date(Date.now() + clock.ahead).getUTCDay()
    const many = day % 6 === 0 ? 0 : (day === 3 ? 40 : 90) + ((back * 7) % 23)
    for (let n = 0; n < many; n++) {
      const decision = DECISIONS[n % 29 === 0 ? 1 : n % 17 === 0 ? 2 : 0]!
      figures.judged({ school: 'school.example', decision, size: 2000 << (n % 9), unread: [], ms: 4 })
      figures.answered('school.example', ['delivered'])
      const ending = n % 3 === 0 ? 'released' : 'returned'
      if (n % 29 === 0) figures.ended({ school: 'school.example', ending, schoolMinutes: 20 + n })
    }
  }
  clock.ahead = 0
  await figures.flush()
}

/** Routes (as Hono knows them, without the patterns of their parts) and a path of each that shows the most. */
export const fillHouse = async () => {
  const parsed = loadDirectory(JSON.stringify(DIRECTORY), 'directory.json')
  const house = await openWindow({ people: parsed.directory })
  const to = ['ouders-3a@school.example', PARENT, 'jan.maes@school.example']
  const held = await house.hold({
    raw: rawTo(to),
    to,
    hits: [PASSWORD, { ...GROUP, outcome: 'hold', wouldBe: 'hold' }],
  })
  await house.hold({ subject: 'Uitnodiging oudercontact', deadline: Date.now() + 3_600_000 })
  const leaked = await house.hold({ subject: 'Zorgverslag' })
  await house.account('Koen', ['head'])
  await house.review.ask(ADMIN, held, 'Wist de ouder hier al van?')
  await house.review.reportLeak(ADMIN, leaked, { words: 'De lijst ging naar de verkeerde ouder.', hoursAgo: 50 })
  await count(house)
  const stopped = await house.stop()
  const head = (await house.store.mail(held))!.head
  await house.blocks.set(held, { ...head, envelope: { ...head.envelope, mailFrom: 'jan.maes@school.example' } }, [
    'Win.X',
  ])
  const account = await house.account('Griet', ['admin', 'privacy-officer', 'reviewer'])
  const entry = await house.signIn(account)
  // Of one's own account there is little to see.
  const other = /href="(\/accounts\/[^"]+)">(?:<bdi>)?Koen/.exec(await entry.page('/accounts'))?.[1] ?? '/accounts/none'
  await house.review.askMine(SENDER, { client: '127.0.0.1', language: 'nl' })
  const untouched = await openWindow()
  const pages: Readonly<Record<string, string>> = {
    '/sign-in': '/sign-in',
    '/held': '/held',
    '/held/:id': `/held/${held}`,
    '/held/:id/bcc': `/held/${held}/bcc`,
    '/held/together': `/held/together?id=${held}&id=${leaked}`,
    '/account': '/account',
    '/account/password': '/account/password',
    '/account/second-factor': '/account/second-factor',
    '/accounts': '/accounts',
    '/accounts/new': '/accounts/new',
    '/accounts/:id': other,
    '/blocked': '/blocked',
    '/leaks': '/leaks',
    '/mail': '/mail?words=school.example',
    '/mail/:id': `/mail/${held}`,
    '/mail/queue': '/mail/queue',
    '/overview': '/overview',
    '/overview/week/:week': `/overview/week/${weekOf(addDays(dayOf(Date.now()), -7))}`,
    '/policy': '/policy',
    '/policy/:pack': '/policy/moretus-ekeren',
    '/policy/:pack/:rule': '/policy/moretus-ekeren/password',
    '/tokens': '/tokens',
    '/try': '/try',
    '/what': '/what',
    '/why': '/why',
    '/why/:rule': '/why/password',
    '/my': '/my',
    '/my/:token': await linkIn(house, 'my'),
    '/m/:token': await house.link(held),
    '/q/:token': await linkIn(house, 'q'),
    '/r/:token': stopped.path,
    '/first/:token': `/first/${(await untouched.accounts.firstLink())!.token}`,
  }
  const close = async (): Promise<void> => {
    await untouched.close()
    await house.close()
  }
  // The first account is made where there is none.
  const houseOf = (route: string): Window => (route === '/first/:token' ? untouched : house)
  return { house, untouched, houseOf, cookie: entry.cookie, held, pages, close }
}

/** What is fetched but no page that somebody reads. */
const NO_PAGE =
  /^\/($|\*$|healthz$|readyz$|metrics$|icon\.svg$|favicon\.ico$|style-|script-|api\/|held\/events$|sign-in\/elsewhere)/

export const routesOf = ({ app }: Window): readonly string[] => [
  ...new Set(
    app.routes
      .filter(({ method }) => method === 'GET')
      .map(({ path }) => path.replace(/\{.*?\}(?=\/|$)/g, ''))
      .filter((path) => !NO_PAGE.test(path)),
  ),
]
