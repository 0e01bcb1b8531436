/** The list in a real Chromium with its script: keys, ticking, undoing, and a list that renews itself. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { type Console, openConsole } from '../../src/console/console.ts'
import { openWindow, type Window } from './house.ts'

const ARGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe.skipIf(!has('chromium'))('in a browser with script', () => {
  let browser: Browser
  let house: Window
  let opened: Console
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGS })
  })
  afterAll(() => browser?.close())

  beforeEach(async () => {
    house = await openWindow()
    opened = await openConsole(house.parts)
    page = await (await browser.newContext({ locale: 'nl-BE', reducedMotion: 'reduce' })).newPage()
    complaints = []
    page.on('console', (said) => complaints.push(said.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
  })
  afterEach(async () => {
    await page.context().close()
    await opened.close()
    await house.close()
  })

  const signIn = async (): Promise<void> => {
    const { email, password } = await house.account('Griet')
    await page.goto(`${opened.url}/held`)
    await page.getByLabel('E-mailadres').fill(email)
    await page.getByLabel('Wachtwoord').fill(password)
    await page.getByRole('button', { name: 'Aanmelden' }).click()
    await page.waitForURL('**/held')
  }
  const focused = () => page.evaluate<string>('document.activeElement.textContent.trim()')
  const rows = () => page.locator('[data-row]').count()

  test('a reviewer decides with ten fingers, and undoes it', async () => {
    const hour = 3_600_000
    for (const n of [1, 2, 3]) await house.hold({ subject: `Bericht ${n}`, deadline: Date.now() + n * hour })
    await signIn()
    for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key)
    expect(await focused()).toBe('Bericht 2')
    await page.keyboard.press('x')
    await page.keyboard.press('r')
    await page.waitForURL('**/held/together?**')
    expect(await page.getByText('Je koos 1 bericht.').isVisible()).toBe(true)
    expect(await focused()).toBe('Geef vrij wat is aangevinkt')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/held')
    expect(await rows()).toBe(2)
    await page.keyboard.press('u')
    expect(await focused()).toBe('Maak ongedaan')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/held?done=undone')
    expect(await rows()).toBe(3)
    await page.keyboard.press('/')
    await page.keyboard.type('jkr?')
    expect(await page.getByRole('searchbox').inputValue()).toBe('jkr?')
    expect(complaints).toEqual([])
  })

  test('and so on the page of one message', async () => {
    const id = await house.hold({ subject: 'Klaslijst' })
    await signIn()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/held/${id}`)
    await page.keyboard.press('t')
    await page.keyboard.type('tja, graag zonder r')
    expect(await page.getByLabel('Uitleg voor de afzender').inputValue()).toBe('tja, graag zonder r')
    await page.keyboard.press('Tab')
    await page.keyboard.press('r')
    expect(await focused()).toBe('Vrijgeven')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/held?done=released')
    await page.keyboard.press('u')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/held?done=undone')
    expect(await house.fates(id)).toEqual(['held'])
    expect(complaints).toEqual([])
  })

  test('from one message to the next, in the order of the list one came from', async () => {
    const hour = 3_600_000
    const ids: string[] = []
    for (const n of [1, 2, 3]) ids.push(await house.hold({ subject: `Klas ${n}`, deadline: Date.now() + n * hour }))
    await house.hold({ subject: 'Iets anders', deadline: Date.now() + 1.5 * hour })
    await signIn()
    await page.goto(`${opened.url}/held?q=klas`)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/held/${ids[0]}`)
    for (const [key, at] of [
      ['j', 1],
      ['j', 2],
      ['k', 1],
      ['k', 0],
    ] as const) {
      await page.keyboard.press(key)
      await page.waitForURL(`**/held/${ids[at]}`)
      await page.getByRole('heading', { name: `Klas ${at + 1}`, level: 1 }).waitFor()
    }
    // Before the first there is nothing, and nothing happens.
    await page.keyboard.press('k')
    await page.keyboard.press('?')
    expect(new URL(page.url()).pathname).toBe(`/held/${ids[0]}`)
    expect(complaints).toEqual([])
  })

  test('the keys are told, and can be switched off', async () => {
    await house.hold({ subject: 'Bericht' })
    await signIn()
    await page.keyboard.press('?')
    const dialog = page.getByRole('dialog', { name: 'Sneltoetsen' })
    expect(await dialog.isVisible()).toBe(true)
    await dialog.getByRole('button', { name: 'Sneltoetsen gebruiken' }).click()
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    expect(await focused()).not.toBe('Bericht')
    await page.reload()
    await page.keyboard.press('?')
    expect(await dialog.isVisible()).toBe(false)
  })

  test('a new message comes by itself, but takes nobody’s ticks away', async () => {
    await house.hold({ subject: 'Een' })
    await signIn()
    await house.hold({ subject: 'Twee' })
    await page.getByRole('link', { name: 'Twee' }).waitFor()
    await page.getByRole('checkbox', { name: 'Kies: Een' }).check()
    await house.hold({ subject: 'Drie' })
    await page.getByText('De lijst is veranderd.').waitFor()
    expect(await page.getByRole('checkbox', { name: 'Kies: Een' }).isChecked()).toBe(true)
    await page.getByRole('link', { name: 'Toon de nieuwe lijst' }).click()
    await page.getByRole('link', { name: 'Drie' }).waitFor()
    expect(complaints).toEqual([])
  })

  test('nothing keeps anybody out (axe), also on a small screen', async () => {
    await house.hold({ subject: 'Een', to: ['a@ouder.example', 'b@school.example'] })
    await house.hold({ subject: '' })
    await signIn()
    const id = await page.locator('[data-row]').first().getAttribute('data-row')
    const context = await browser.newContext({
      ...{ locale: 'fr-BE', bypassCSP: true, colorScheme: 'dark', viewport: { width: 320, height: 640 } },
      storageState: await page.context().storageState(),
    })
    const small = await context.newPage()
    for (const path of ['/held', '/held?q=niets&claimed=mine', `/held/together?id=${id}`]) {
      await small.goto(`${opened.url}${path}`)
      await small.evaluate(AXE)
      const { violations } = await small.evaluate(() =>
        (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run(),
      )
      expect(violations.map((one) => one.id)).toEqual([])
      // Whatever is widest, nobody scrolls sideways for it.
      expect(await small.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320)
    }
    await context.close()
  })
})
