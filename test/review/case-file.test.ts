/** One case as one signed file: what a personnel file may hold, nothing of what the message says, and no change unseen. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { publicKey, Refused, signerOf } from '../../src/review/review.ts'
import { type AuditRow, auditHash } from '../../src/store/store.ts'
import { CARE, ELS, GREET, KOEN, letter, OUDER, openReviewHouse, type ReviewHouse, someone } from './house.ts'

const HEAD = someone('directie@devlonder.example', { roles: ['head'] })
const REASON = 'Gesprek van 12 maart'

let house: ReviewHouse
const open = async (...given: Parameters<typeof openReviewHouse>) => {
  house = await openReviewHouse(...given)
  return house.review
}
afterEach(() => house.close())

const dataIn = (page: string) =>
  JSON.parse(/<script type="application\/json" id="case">([\s\S]*?)<\/script>/.exec(page)![1]!) as {
    findings: { rule: string }[]
    recipients: object[]
    audit: { rows: AuditRow[]; entries: number }
  }
const wordsIn = (page: string): string =>
  page
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')

test('shows what was seen and looked at, and by whom and why; nobody’s name is in the excerpts', async () => {
  const review = await open()
  const id = await house.bring(CARE)
  await house.bring(letter('Dag, het wachtwoord is Kikker!2041xz.'))
  await review.case(KOEN, id)
  await review.original(KOEN, id, 'Twijfel over de leerling')
  const page = await review.caseFile(HEAD, id, REASON)
  const words = wordsIn(page)
  for (const said of [id, ELS, OUDER, HEAD.email, KOEN.email, REASON, 'Twijfel over de leerling'])
    expect(words).toContain(said)
  for (const said of ['las het volledige bericht', 'wacht op beslissing', 'maakte dit dossier op'])
    expect(words).toContain(said)
  const { receivedAt } = (await house.store.mail(id))!.head
  const wall = { timeZone: 'Europe/Brussels', hour: '2-digit', minute: '2-digit' } as const
  expect(words).toContain(`om ${new Intl.DateTimeFormat('nl-BE', wall).format(receivedAt)}`)
  // The school's own sentence, and what was seen, masked.
  expect(words).toMatch(/“[^”]{20,500}”/)
  expect(words).toContain('•')
  for (const content of ['Noor', 'Kikker']) expect(page).not.toContain(content)
  expect(dataIn(page).findings.map(({ rule }) => rule)).toContain('sensitive-pupil-data')
})

test('after the decision, when the content is destroyed: which rules and clauses, who decided, and nothing of the message', async () => {
  const review = await open()
  const id = await house.bring(CARE)
  await review.return(GREET, id, 'Bel eerst even.')
  await house.store.sweep(house.clock.now)
  const page = await review.caseFile(HEAD, id, REASON)
  const words = wordsIn(page)
  expect(words).toMatch(/“[^”]{20,500}”/)
  for (const said of ['teruggegeven aan de afzender', GREET.email, 'niet verzonden', 'zijn vernietigd'])
    expect(words).toContain(said)
  for (const content of ['ADHD', 'Rilatine', 'Noor', 'Overleg']) expect(page).not.toContain(content)
  const data = dataIn(page)
  expect(data.findings.map(({ rule }) => rule)).toContain('sensitive-pupil-data')
  expect(data.recipients).toMatchObject([{ address: OUDER, fate: 'returned' }])
})

test('its entries of the audit log are those of the log, its own making among them', async () => {
  const review = await open()
  const id = await house.bring(CARE)
  await review.case(KOEN, id)
  await review.caseFile(HEAD, id, REASON)
  const { audit } = dataIn(await review.caseFile(HEAD, id, 'Nog eens'))
  const log = await house.store.auditRows()
  expect(audit.rows).toEqual(log.filter(({ ref }) => ref === id))
  expect(audit.entries).toBe(log.length)
  expect(audit.rows.map(({ event, detail }) => [event, detail])).toEqual([
    ['case-opened', ''],
    ['case-exported', REASON],
    ['case-exported', 'Nog eens'],
  ])
  for (const row of audit.rows) expect(row.hash).toBe(auditHash(row.previous, row))
})

test('the signature is that of the store; one character more, less or other breaks it', async () => {
  const review = await open()
  const page = await review.caseFile(HEAD, await house.bring(CARE), REASON)
  const key = await publicKey(house.store)
  expect(signerOf(page)).toEqual(key)
  const at = page.indexOf(OUDER)
  for (const other of [
    page.slice(0, at) + page.slice(at + 1),
    page.replace('held', 'gone'),
    `${page} `,
    `${page}<p>Meer</p>`,
    ` ${page}`,
    page.slice(0, -9),
    page.slice(0, page.lastIndexOf('<!--')),
    '',
  ])
    expect(signerOf(other)).toBeUndefined()
  await open()
  const foreign = await house.review.caseFile(HEAD, await house.bring(CARE), REASON)
  expect(signerOf(foreign)?.fingerprint).not.toBe(key.fingerprint)
})

test('openssl comes to the same: the signature is plain Ed25519 over the bytes before it', async () => {
  const review = await open()
  const page = await review.caseFile(HEAD, await house.bring(CARE), REASON)
  const at = page.lastIndexOf('\n<!-- mailsluis-signature ')
  const [, key, signature] = /signature (\S+) (\S+) -->/.exec(page.slice(at))!
  const folder = mkdtempSync(join(tmpdir(), 'mailsluis-case-'))
  try {
    const file = (name: string, bytes: Buffer): string => {
      writeFileSync(join(folder, name), bytes)
      return join(folder, name)
    }
    const args = ['-inkey', file('key.der', Buffer.from(key!, 'base64')), '-keyform', 'DER', '-rawin']
    const rest = [
      '-in',
      file('page', Buffer.from(page.slice(0, at))),
      '-sigfile',
      file('signature', Buffer.from(signature!, 'base64')),
    ]
    const { status, stdout } = spawnSync('openssl', ['pkeyutl', '-verify', '-pubin', ...args, ...rest], {
      encoding: 'utf8',
    })
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'Signature Verified Successfully\n' })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('who may not, and no reason: refused, no file, no entry', async () => {
  const review = await open()
  const id = await house.bring(CARE)
  for (const [actor, reason] of [
    [GREET, REASON],
    [someone('it@devlonder.example', { roles: ['helpdesk'] }), REASON],
    [someone(ELS, { roles: ['head'] }), REASON],
    [someone('hoofd@dewilg.example', { roles: ['head'], schools: ['dewilg.example'] }), REASON],
    [HEAD, '  '],
  ] as const)
    await expect(review.caseFile(actor, id, reason)).rejects.toBeInstanceOf(Refused)
  expect(await house.audited()).toEqual([])
})

test('a pack that shows metadata only shows no more here; markup in strangers’ words is words', async () => {
  const review = await open({ packs: (pack) => ({ ...pack, reviewVisibility: 'metadata' }) })
  const id = await house.bring(letter('Leerling Noor uit 3A heeft ADHD.', { Subject: '</script><b>dik</b>' }))
  const page = await review.caseFile(HEAD, id, '</script><script>alert(1)</script>')
  expect(page).not.toContain('dik')
  expect(page).not.toContain('<script>alert')
  expect(page.match(/<\/script>/g)).toHaveLength(1)
  expect(JSON.stringify(dataIn(page).findings)).not.toMatch(/excerpt":"[^"]/)
})
