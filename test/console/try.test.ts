/** A message on trial: the verdict and the letters, and nothing left of it afterwards. */
import { afterEach, expect, test } from 'vitest'
import type { ConsoleParts } from '../../src/console/console.ts'
import { compose } from '../../src/console/policy/compose.ts'
import { openLog } from '../../src/log.ts'
import { parseMessage } from '../../src/message/message.ts'
import { GROUP, judgedIn, openWindow, PASSWORD, parts, readOf, SENDER, type Window } from './house.ts'

let house: Window
afterEach(() => house.close())

const PARENTS = 'ouders-3a@school.example'
const MAIL = `From: Els <${SENDER}>\r\nTo: ${PARENTS}, jan@school.example\r\nSubject: Uitstap\r\n\r\nDag allemaal\r\n`

/** One recipient bounces, the other is held. */
const stopping: ConsoleParts['judge'] = async (raw, trial) => {
  const judged = await judgedIn(raw, trial)
  const recipients = [
    { address: PARENTS, outcome: 'bounce' as const, rules: [GROUP.rule] },
    { address: 'jan@school.example', outcome: 'hold' as const, rules: [PASSWORD.rule] },
  ]
  const hits = [
    { ...GROUP, recipients: [PARENTS] },
    { ...PASSWORD, recipients: ['jan@school.example'] },
  ]
  const unread = [{ place: { in: 'attachment' as const, file: 'geheim.zip' }, reason: 'encrypted' as const }]
  return { ...judged, unread, decision: { ...judged.decision, outcome: 'bounce', recipients, hits } }
}

const open = async (
  judge: ConsoleParts['judge'] = judgedIn,
  roles: Parameters<Window['account']>[1] = ['helpdesk'],
) => {
  house = await openWindow({ judge })
  return house.signIn(await house.account('Hilde', roles))
}

const eml = (text = MAIL) => new File([text], 'x.eml')

test('the verdict for each recipient, what was seen, what could not be read, and the letters', async () => {
  const { sendParts } = await open(stopping)
  const answer = await sendParts('/try', { kind: 'ready', file: eml() })
  expect(answer.status).toBe(200)
  const page = await readOf(answer)
  expect(page).toContain('Dit bericht gaat terug')
  for (const [address, outcome] of [
    [PARENTS, 'Terug naar de afzender'],
    ['jan@school.example', 'Nakijken'],
  ])
    expect(page).toMatch(new RegExp(`${address}(?:(?!</tr>).)*${outcome}`, 's'))
  expect(page).toContain('wachtwoord: ••••••')
  expect(page).toMatch(/geheim\.zip.*versleuteld/s)
  // Both letters, and the button of the remedy where there is one.
  expect(page.match(/<pre class="letter"/g)).toHaveLength(2)
  expect(page).toContain('Niet verzonden')
  expect(page).toContain('Nog niet verzonden')
})

test('nothing is kept, sent or logged', async () => {
  const lines: string[] = []
  const log = openLog('debug', (line) => lines.push(line))
  house = await openWindow({ judge: stopping, log })
  const { sendParts } = await house.signIn(await house.account('Hilde', ['helpdesk']))
  const before = await house.store.counts()
  const remedies = await house.store.records('remedy')
  await sendParts('/try', { kind: 'ready', file: eml() })
  expect(await house.store.counts()).toEqual(before)
  expect(await house.store.records('remedy')).toEqual(remedies)
  expect(lines.join('')).not.toMatch(/Uitstap|ouders-3a|Dag allemaal/)
})

test('a pasted source is judged as it is', async () => {
  const seen: Buffer[] = []
  const { sendParts } = await open(async (raw, trial) => {
    seen.push(raw)
    return judgedIn(raw, trial)
  })
  const page = await (await sendParts('/try', { kind: 'ready', source: `\r\n${MAIL}` })).text()
  expect(seen[0]?.toString()).toBe(MAIL)
  expect(page).toContain('Dit bericht vertrekt gewoon')
  expect(page).toContain('De afzender krijgt geen bericht')
})

test('a message written here is judged for all it is for, also in BCC', async () => {
  const seen: Parameters<ConsoleParts['judge']>[] = []
  const { sendParts } = await open(async (...given) => {
    seen.push(given)
    return judgedIn(...given)
  })
  const fields = {
    kind: 'write',
    from: SENDER,
    to: 'Jan É <jan@school.example>; piet@ouder.example',
    bcc: PARENTS,
    subject: 'Dag',
    text: 'Hallo',
  }
  const answer = await sendParts('/try', { ...fields, file: new File(['a;b'], 'lijst é.csv') })
  expect(answer.status).toBe(200)
  const [raw, trial] = seen[0]!
  expect(trial).toMatchObject({ mailFrom: SENDER, rcptTo: ['jan@school.example', 'piet@ouder.example', PARENTS] })
  expect(raw.toString()).not.toContain(PARENTS)
  const message = await parseMessage(raw, { mailFrom: SENDER, rcptTo: [] })
  expect(message.visible.map(({ address, name }) => [address, name])).toEqual([
    ['jan@school.example', 'Jan É'],
    ['piet@ouder.example', ''],
  ])
  expect([message.subject, message.parts[0]?.name, message.parts[0]?.content().toString()]).toEqual([
    'Dag',
    'lijst é.csv',
    'a;b',
  ])
})

test('what is typed stays in its own field', async () => {
  const typed = {
    from: `x <${SENDER}>`,
    to: 'a@b.example\r\nBcc: evil@x.example',
    cc: '',
    bcc: '',
    subject: 'a\r\nX-Evil: 1\r\n\r\n<script>',
    text: '.\r\n.',
  }
  const raw = compose(typed, 0)
  const { headers, subject } = await parseMessage(raw, { mailFrom: SENDER, rcptTo: [] })
  expect(headers.map(({ name }) => name)).not.toContain('x-evil')
  expect(headers.map(({ name }) => name)).not.toContain('bcc')
  expect(subject).toContain('<script>')
})

test.each([
  [{ kind: 'ready' }, 'Kies een bestand of plak'],
  [{ kind: 'ready', source: 'geen mail' }, 'Dit lijkt geen mail'],
  [{ kind: 'write', from: 'Els', to: 'a@b.example', text: 'Mijn tekst' }, 'Vul bij Van één e-mailadres in'],
  [{ kind: 'write', from: SENDER, to: '', text: 'Mijn tekst' }, 'Vul minstens één e-mailadres in'],
])('%j: what is missing is said, and what was written is kept', async (fields, words) => {
  const { sendParts } = await open()
  const answer = await sendParts('/try', fields)
  expect(answer.status).toBe(409)
  const page = await answer.text()
  expect(page).toContain(words)
  if ('text' in fields) expect(page).toContain('Mijn tekst</textarea>')
})

test('a large message may be tried, but not any size', async () => {
  const { sendParts } = await open()
  const large = await sendParts('/try', { kind: 'ready', file: eml(MAIL + 'x'.repeat(2_000_000)) })
  expect(large.status).toBe(200)
  const huge = await sendParts('/try', { kind: 'ready', file: eml(MAIL + 'x'.repeat(26 * 1024 * 1024)) })
  expect(huge.status).toBe(413)
  expect(await huge.text()).toContain('hoogstens 25 MB')
})

test('a few at a time; the next one is asked to come back', async () => {
  let go = (): void => {}
  const wait = new Promise<void>((resolve) => {
    go = resolve
  })
  const waiting: Promise<void>[] = []
  const arrived = Array.from({ length: 2 }, () => {
    let arrive = (): void => {}
    waiting.push(
      new Promise<void>((resolve) => {
        arrive = resolve
      }),
    )
    return arrive
  })
  const { sendParts } = await open(async (raw, trial) => {
    arrived.pop()?.()
    await wait
    return judgedIn(raw, trial)
  })
  const first = [sendParts('/try', { kind: 'ready', file: eml() }), sendParts('/try', { kind: 'ready', file: eml() })]
  await Promise.all(waiting)
  const third = await sendParts('/try', { kind: 'ready', file: eml() })
  expect([third.status, third.headers.get('retry-after')]).toEqual([503, '30'])
  go()
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200])
  expect((await sendParts('/try', { kind: 'ready', file: eml() })).status).toBe(200)
})

test('not without the seal, not without signing in, not for an auditor', async () => {
  const { cookie, send } = await open()
  expect((await house.app.request('/try', parts({ kind: 'ready', file: eml() }, { cookie }))).status).toBe(403)
  expect((await house.app.request('/try', parts({ kind: 'ready', file: eml() }))).status).toBe(303)
  expect(
    (
      await house.app.request('/try', {
        method: 'POST',
        body: 'x',
        headers: { cookie, origin: 'http://localhost', 'content-type': 'multipart/form-data; boundary=y' },
      })
    ).status,
  ).toBe(403)
  expect((await send('/try/letter', { seal: '', letter: 'x' })).status).toBe(403)
  const auditor = await house.signIn(await house.account('Otto', ['auditor']))
  expect((await auditor.get('/try')).status).toBe(403)
})

test('the letter as a mailbox draws it stands alone: it runs, fetches and frames nothing', async () => {
  const { sendParts } = await open(stopping)
  const page = await (await sendParts('/try', { kind: 'ready', file: eml() })).text()
  const letter = /name="letter" value="([^"]+)"/
    .exec(page)![1]!
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
  const answer = await sendParts('/try/letter', { letter })
  const policy = answer.headers.get('content-security-policy')!
  expect(policy).toMatch(/default-src 'none'.*sandbox/)
  expect(policy).not.toContain('script')
  expect(await answer.text()).toContain('Niet verzonden')
})

test('a hostile message is shown as words', async () => {
  const evil = '<script>alert(1)</script>'
  const { sendParts } = await open(async (raw, trial) => {
    const judged = await judgedIn(raw, trial)
    const hits = [
      {
        ...PASSWORD,
        finding: { ...PASSWORD.finding!, excerpt: evil, place: { in: 'attachment' as const, file: evil } },
      },
    ]
    const recipients = [{ address: `"${evil}"@x.example`, outcome: 'hold' as const, rules: ['password'] }]
    return { ...judged, decision: { ...judged.decision, outcome: 'hold', hits, recipients } }
  })
  expect(await (await sendParts('/try', { kind: 'ready', file: eml() })).text()).not.toMatch(
    /<script(?! type="module" src="\/script-)/,
  )
})
