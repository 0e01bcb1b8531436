/**
 * The same letters by the whole road: through the door of the real program, judged by the policy of the demo school. What a
 * coordinator opens then, what a teacher opens, and the notices as a browser draws them.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type ParsedMail, simpleParser } from 'mailparser'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { newFolder, remove, type Started, start, until } from '../gateway/running.ts'
import { fits, hostileLetters, IMAGE, isOurs, narrow, OPEN_ALL, SCRIPT, STYLE, watch } from './hostile-mail.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const COORDINATOR = 'ict@devlonder.example'
const PARENT = 'ouder@mail.example'
const GROUP = 'ouders-3a@devlonder.example'
const PASSWORD = 'kwartel-gespt-onder-tafel'

const asText = (markup: string): string => markup.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
// What is found has markup beside it, so that it stands in the excerpt too.
const CARE = `<p>Leerling Noor uit 3A heeft epilepsie ${asText(IMAGE)}</p>`
const lettersTo = (to: string) => hostileLetters({ from: TEACHER, to, own: CARE })
const [TO_PARENT, TO_GROUP] = [lettersTo(PARENT), lettersTo(GROUP)]

// A link that shows another place than its own, or a name that is nobody's: these need no colleague's eyes.
const RETURNED = new Set(['scripts', 'turned letters', 'letters of another alphabet', 'a hostile name'])

describe.skipIf(!has('chromium'))('hostile mail, judged by the rules in force', () => {
  const folder = newFolder()
  const told: string[] = []
  let gateway: Started
  let home: string
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    gateway = await start({}, folder)
    home = `http://127.0.0.1:${gateway.console}`
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
    page = await (await narrow(browser)).newPage()
    await page.goto(readFileSync(join(folder, 'var/first-account.txt'), 'utf8').trim())
    await page.getByLabel('Naam').fill('Ilse Coppens')
    await page.getByLabel('E-mailadres').fill(COORDINATOR)
    await page.getByLabel('Nieuw wachtwoord', { exact: true }).fill(PASSWORD)
    await page.getByLabel('Nieuw wachtwoord, nog eens').fill(PASSWORD)
    await page.getByRole('button', { name: 'Maak het account' }).click()
    await page.goto(`${home}/sign-in`)
    watch(page, home, told)
  })
  afterAll(async () => {
    await browser?.close()
    await gateway?.kill()
    remove(folder)
  })

  const look = (where: string) => isOurs(page, home, where)
  const visit = async (where: string): Promise<void> => {
    await page.goto(where.startsWith('/') ? home + where : where)
    await page.evaluate(OPEN_ALL)
    await look(where)
  }

  const read = new Map<string, ParsedMail>()
  const outbox = async (): Promise<readonly ParsedMail[]> => {
    const at = join(folder, 'var/outbox')
    // What does not end so is still being written, and gone the next moment.
    const names = existsSync(at) ? readdirSync(at).filter((name) => name.endsWith('.eml')) : []
    for (const name of names) if (!read.has(name)) read.set(name, await simpleParser(readFileSync(join(at, name))))
    return [...read.values()]
  }
  /** Hands it in, and answers the notices about it to its sender. */
  const send = async (to: string, id: string, raw: Buffer): Promise<readonly ParsedMail[]> => {
    const named = Buffer.concat([Buffer.from(`Message-ID: <${id}>\r\n`), raw])
    await gateway.submit({ from: TEACHER, to, raw: named })
    let notices: readonly ParsedMail[] = []
    await until(async () => {
      notices = (await outbox()).filter((notice) => notice.inReplyTo === `<${id}>`)
      return notices.length > 0
    }, gateway.output)
    return notices
  }

  /** The HTML part as a mail program hands it to a browser: scripts on, none of our headers around it. */
  const openPart = async (notice: ParsedMail): Promise<void> => {
    const where = `the notice "${notice.subject?.slice(0, 60)}"`
    const file = join(folder, 'notice.html')
    writeFileSync(file, notice.html || '')
    const url = pathToFileURL(file).href
    const other = await (await narrow(browser)).newPage()
    const moved: string[] = []
    watch(other, url, moved)
    await other.goto(url)
    await isLetter(other, where)
    const links = await other.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''))
    expect(
      links.filter((link) => !link.startsWith(`${home}/`) && !link.startsWith('https://')),
      where,
    ).toEqual([])
    expect(moved, where).toEqual([])
    await other.context().close()
  }
  const isLetter = async (other: Page, where: string): Promise<void> => {
    expect(await other.title(), where).not.toBe('taken')
    await fits(other, where)
    const markup = 'script, img, svg, iframe, object, form, input, link, base, meta[http-equiv], body style, [onclick]'
    expect(await other.locator(markup).count(), where).toBe(0)
  }

  const linkIn = (notices: readonly ParsedMail[], kind: string): string | undefined =>
    new RegExp(`http:\\S+/${kind}/[\\w-]{16,}`).exec(notices.map(({ text }) => text).join('\n'))?.[0]

  const tryOut = async (name: string, raw: Buffer): Promise<void> => {
    await visit('/try')
    await page.locator('#eml').setInputFiles({ name: `${name}.eml`, mimeType: 'message/rfc822', buffer: raw })
    await page.locator('form[aria-labelledby=ready] button').click()
    await page.locator('#letters').waitFor()
    await page.evaluate(OPEN_ALL)
    await look('/try')
    const form = page.locator('form[action="/try/letter"]').first()
    await form.evaluate((one) => one.removeAttribute('target'))
    await form.locator('button').click()
    await page.waitForURL(`${home}/try/letter`)
    await isLetter(page, '/try/letter')
  }

  const known = new Set<string>()
  test.each(Object.keys(TO_PARENT).map((name, number) => ({ name, number })))('$name', async ({ name, number }) => {
    told.length = 0
    const held = await send(PARENT, `held-${number}@devlonder.example`, TO_PARENT[name]!)
    const stopped = await send(GROUP, `stopped-${number}@devlonder.example`, TO_GROUP[name]!)
    const waiting = (await gateway.held()).filter(({ id }) => !known.has(id))
    for (const { id } of waiting) known.add(id)
    expect(waiting).toHaveLength(RETURNED.has(name) ? 0 : 1)
    for (const notice of [...held, ...stopped]) await openPart(notice)

    await visit('/held')
    for (const { id, rules } of waiting) {
      expect(rules).toContain('sensitive-pupil-data')
      await visit(`/held/${id}`)
      await visit(linkIn(held, 'm')!)
    }
    await visit(`/mail?sender=${TEACHER}`)
    const rows = page.locator('main a[href^="/mail/0"]')
    const roads = await rows.evaluateAll((all) => all.slice(0, 2).map((a) => a.getAttribute('href') ?? ''))
    expect(roads).toHaveLength(2)
    for (const road of roads) await visit(road)
    const remedy = linkIn(stopped, 'r')
    if (remedy) await visit(remedy)
    await tryOut(name, TO_GROUP[name]!)
    expect(told).toEqual([])
  })

  test('what is typed into a letter on trial', async () => {
    told.length = 0
    for (const words of [SCRIPT, IMAGE, STYLE]) {
      await visit('/try')
      const form = page.locator('form[aria-labelledby=write]')
      await form.locator('#from').fill(TEACHER)
      await form.locator('#to').fill(PARENT)
      await form.locator('#subject').fill(words)
      await form.locator('#text').fill(`${words} Leerling Noor uit 3A heeft epilepsie ${words}`)
      await form.locator('button').click()
      await page.locator('#letters').waitFor()
      await page.evaluate(OPEN_ALL)
      await look('what is typed')
    }
    expect(told).toEqual([])
    const form = page.locator('form[aria-labelledby=write]')
    await visit('/try')
    await form.locator('#from').fill(IMAGE)
    await form.locator('#subject').fill(SCRIPT)
    await form.locator('#text').fill(`</textarea>${SCRIPT}${STYLE}`)
    await form.locator('button').click()
    await page.locator('.message.bad').waitFor()
    await look('what is given back')
    expect(await page.locator('#text').inputValue()).toBe(`</textarea>${SCRIPT}${STYLE}`)
    // Its answer says that something is missing, and Chromium says so too.
    expect(told.filter((one) => !/409/.test(one))).toEqual([])
  })
})
