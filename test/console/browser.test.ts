/** The reviewer's way in a real Chromium, with JavaScript off: nothing here needs it. */
import { generate } from 'otplib'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { type Console, openConsole } from '../../src/console/console.ts'
import type { Role } from '../../src/review/review.ts'
import { openWindow, SENDER, type Window } from './house.ts'

const ARGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
const MORE_ARGS = ['--disable-component-update', '--disable-sync']

/** What stands on each line of an address. A string, for what runs in the page knows other names than we do. */
const linesOf = (address: string): string => `(() => {
  const element = [...document.querySelectorAll('main bdi')].find(({ textContent }) => textContent === '${address}')
  const lines = []
  let height
  for (const node of element.childNodes)
    for (let at = 0; node.nodeType === Node.TEXT_NODE && at < node.length; at++) {
      const letter = new Range()
      letter.setStart(node, at)
      letter.setEnd(node, at + 1)
      const { top } = letter.getBoundingClientRect()
      if (top !== height) lines.push('')
      height = top
      lines[lines.length - 1] += letter
    }
  return lines
})()`

describe.skipIf(!has('chromium'))('in a browser', () => {
  let browser: Browser
  let house: Window
  let opened: Console
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: [...ARGS, ...MORE_ARGS] })
  })
  afterAll(() => browser?.close())

  beforeEach(async () => {
    house = await openWindow()
    opened = await openConsole(house.parts)
    const context = await browser.newContext({
      javaScriptEnabled: false,
      locale: 'nl-BE',
      viewport: { width: 320, height: 640 },
    })
    page = await context.newPage()
    complaints = []
    // A style that the policy blocks, a script in a message, a missing file: the browser says so here.
    page.on('console', (said) => complaints.push(said.text()))
  })
  afterEach(async () => {
    await page.context().close()
    await opened.close()
    await house.close()
  })

  const signIn = async (roles: readonly Role[] = ['reviewer']): Promise<void> => {
    const { email, password } = await house.account('Griet', roles)
    await page.getByLabel('E-mailadres').fill(email)
    await page.getByLabel('Wachtwoord').fill(password)
    await page.getByRole('button', { name: 'Aanmelden' }).click()
  }

  test('signs in, reads the case and its text, releases it', async () => {
    const id = await house.hold({ subject: 'Klaslijst 3A', text: 'Beste ouder <img src=http://127.0.0.1:9/x>' })
    await page.goto(`${opened.url}/held`)
    await signIn()
    await page.getByRole('link', { name: 'Klaslijst 3A' }).click()
    await expect(page.getByText('In deze rij staat een wachtwoord.').isVisible()).resolves.toBe(true)

    await page.getByText('Hele tekst lezen').click()
    await page.getByLabel('Waarom moet je').fill('Twijfel over de lijst')
    await page.getByRole('button', { name: 'Toon de tekst' }).click()
    await expect(page.locator('pre').first().innerText()).resolves.toContain('Beste ouder <img src=')
    await page.getByRole('link', { name: 'Bericht nakijken' }).click()

    await page.getByRole('button', { name: 'Vrijgeven' }).click()
    await expect(page.getByRole('status').innerText()).resolves.toContain('Je gaf 1 bericht vrij')
    await house.finish()
    expect(await house.fates(id)).toEqual(['waiting'])
    expect(complaints).toEqual([])
  })

  test('a case on paper says why and to whom, and asks nothing', async () => {
    const id = await house.hold({ subject: 'Klaslijst 3A', to: ['ouder@ouder.example'] })
    await page.goto(`${opened.url}/held/${id}`)
    await signIn()
    const [reason, recipient] = [
      page.getByText('In deze rij staat een wachtwoord.'),
      page.getByText('ouder@ouder.example'),
    ]
    const asks = page.locator('main button, main textarea, main input, main summary').filter({ visible: true })
    expect(await asks.count()).toBeGreaterThan(3)
    await page.emulateMedia({ media: 'print' })
    expect([await reason.isVisible(), await recipient.first().isVisible()]).toEqual([true, true])
    expect(await asks.count()).toBe(0)
  })

  test('every page fits a phone of 320 px, also with hostile words', async () => {
    const id = await house.hold({ subject: 'W'.repeat(500), from: `${'w'.repeat(60)}@school.example` })
    const { path } = await house.stop({ subject: 'W'.repeat(500) })
    await page.goto(`${opened.url}/sign-in`)
    await signIn()
    for (const where of ['/held', `/held/${id}`, path, '/nowhere']) {
      await page.goto(opened.url + where)
      expect(await page.locator('html').evaluate((html) => html.scrollWidth), where).toBeLessThanOrEqual(320)
    }
  })

  test('an address is broken where it is read, on a narrow phone too', async () => {
    const [from, to] = [
      'annelies.vandenbroucke@basisschool-sintjozef.example',
      'ouders.derde.kleuterklas@ouder.example',
    ]
    const id = await house.hold({ from, to: [to] })
    await page.goto(`${opened.url}/held`)
    await signIn()
    for (const where of ['/held', `/held/${id}`]) {
      await page.goto(opened.url + where)
      for (const address of [from, to]) {
        const lines = await page.evaluate<string[]>(linesOf(address))
        expect([where, lines.length > 1, lines.join('')]).toEqual([where, true, address])
        expect(lines.join('\n'), where).not.toMatch(/[^@-]\n[^.]/)
      }
    }
  })

  test('an administrator lifts the block of an account, and only with the tick', async () => {
    const id = await house.hold()
    const head = (await house.store.mail(id))!.head
    await house.blocks.set(id, head, ['Win.Proef-1'])
    await page.goto(`${opened.url}/blocked`)
    await signIn(['admin'])
    await page.getByRole('heading', { name: SENDER }).waitFor()
    expect(await page.getByText('Win.Proef-1').isVisible()).toBe(true)
    expect(await page.locator('html').evaluate((html) => html.scrollWidth)).toBeLessThanOrEqual(320)
    await page.getByText('Blokkering opheffen').click()
    const button = page.getByRole('button', { name: 'Hef de blokkering op' })
    await button.click()
    expect(await house.blocks.of('another', head)).toBeDefined()
    await page.getByLabel('De computer en het wachtwoord zijn nagekeken').check()
    await button.click()
    await expect(page.getByRole('status').innerText()).resolves.toContain(`De blokkering van ${SENDER} is opgeheven.`)
    expect(await house.blocks.of('another', head)).toBeUndefined()
    expect(await page.getByRole('heading', { name: 'Er is geen account geblokkeerd' }).isVisible()).toBe(true)
    expect(complaints).toEqual([])
  })

  test('sets up the second step with a telephone, prints the codes, and comes in with one', async () => {
    await page.goto(`${opened.url}/account/second-factor`)
    await signIn()
    await page.goto(`${opened.url}/account/second-factor`)
    expect(await page.getByRole('img', { name: 'QR-code voor de app' }).isVisible()).toBe(true)
    const key = (await page.locator('code').innerText()).replaceAll(' ', '')
    await page.getByLabel('Code die de app nu toont').fill(await generate({ secret: key }))
    await page.getByRole('button', { name: 'Zet aan' }).click()
    const codes = await page.locator('ol code').allInnerTexts()
    expect(codes).toHaveLength(10)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('ol').isVisible()).toBe(true)
    expect(await page.getByRole('link', { name: 'Ik heb ze bewaard' }).isVisible()).toBe(false)
    await page.emulateMedia({ media: 'screen' })
    await page.getByRole('button', { name: 'Afmelden' }).click()

    await page.getByLabel('E-mailadres').fill('griet@school.example')
    await page.getByLabel('Wachtwoord').fill('kwartel-gespt-onder-tafel')
    await page.keyboard.press('Enter')
    await page.getByLabel('Code').fill(codes[0]!.toUpperCase())
    await page.keyboard.press('Enter')
    await page.waitForURL(`${opened.url}/held`)
    expect(await page.locator('html').evaluate((html) => html.scrollWidth)).toBeLessThanOrEqual(320)
    expect(complaints.filter((said) => !said.includes('401'))).toEqual([])
  })

  test('the first thing to tab to is the way past the head of the page', async () => {
    await page.goto(`${opened.url}/nowhere`)
    await page.keyboard.press('Tab')
    await expect(page.locator(':focus').innerText()).resolves.toBe('Naar de inhoud')
  })
})
