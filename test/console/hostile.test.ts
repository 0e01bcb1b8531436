/** The input of these pages is an attacker's mail. Whatever stands in it, a browser with scripts on is not moved by it. */
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { type Console, openConsole } from '../../src/console/console.ts'
import { hostileLetters, isOurs, narrow, OPEN_ALL, watch } from './hostile-mail.ts'
import { GROUP, openWindow, PASSWORD, SENDER, type Window } from './house.ts'

const LETTERS = hostileLetters({ from: SENDER, to: 'ouder@ouder.example' })

describe.skipIf(!has('chromium'))('hostile mail', () => {
  let browser: Browser
  let house: Window
  let opened: Console
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
    house = await openWindow()
    opened = await openConsole(house.parts)
  })
  afterAll(async () => {
    await browser?.close()
    await opened?.close()
    await house?.close()
  })

  /** A browser that is signed in. */
  const openBrowser = async () => {
    const { cookie } = await house.signIn(await house.account(`Griet${Math.random()}`, ['admin', 'privacy-officer']))
    const context = await narrow(browser)
    const [name = '', value = ''] = cookie.split('=')
    await context.addCookies([{ name, value, url: opened.url }])
    const page = await context.newPage()
    const told: string[] = []
    watch(page, opened.url, told)
    return { context, page, told }
  }

  test.each(Object.entries(LETTERS))('%s: shown on every page, and harmless', async (_, raw) => {
    // Who sends and who receives is also written as somebody else is.
    const [from, to] = ['els.cl\u0430es@school.example', ['\u043euder@ouder.example']]
    const id = await house.hold({ raw, from, to, hits: [PASSWORD, { ...GROUP, outcome: 'hold', wouldBe: 'hold' }] })
    const { path: remedy } = await house.stop({ raw })
    const { context, page, told } = await openBrowser()
    const look = (where: string) => isOurs(page, opened.url, where)
    for (const where of [
      '/held',
      `/held/${id}`,
      `/held/${id}/bcc`,
      `/held/together?id=${id}`,
      `/mail/${id}`,
      await house.link(id),
      remedy,
    ]) {
      await page.goto(opened.url + where)
      await look(where)
    }
    await page.goto(`${opened.url}/held/${id}`)
    const form = page.locator(`form[action="/held/${id}/original"]`)
    await page.evaluate(OPEN_ALL)
    await form.locator('input:not([type=hidden]), textarea').first().fill('Twijfel over dit bericht')
    await form.locator('button').click()
    await page.waitForURL(/original/)
    await page.evaluate(OPEN_ALL)
    await look('the whole text')
    expect(told).toEqual([])
    await context.close()
  })
})
