/** What holds for every page: who adds a route has to add its page to every-page.ts. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { AxeResults, RunOptions } from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { type Console, openConsole } from '../../src/console/console.ts'
import { fillHouse, routesOf } from './every-page.ts'
import { OPEN_ALL } from './hostile-mail.ts'
import { openWindow, SENDER } from './house.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const ALL_RULES: RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }
const THEMES = ['light', 'dark'] as const
const PHONE = { width: 320, height: 640 }
// More than any page has; where the Tab key is caught it never ends.
const MOST_STOPS = 200
const DESK = { width: 1280, height: 900 }

// Strings, for what runs in the page knows other names than we do.
const LOOK_AT_FOCUS = `(() => {
  const at = document.activeElement
  // Past the last thing the browser begins again with the first.
  if (!at || at === document.body || (window.last && at.matches('.skip'))) return 'end'
  const isBack = window.last && at.compareDocumentPosition(window.last) & Node.DOCUMENT_POSITION_FOLLOWING
  window.last = at
  const rings = [getComputedStyle(at), getComputedStyle(at, '::after')]
  const isSeen = rings.some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && outlineWidth !== '0px')
  if (isBack) return 'goes back to ' + at.outerHTML.slice(0, 100)
  return isSeen ? '' : 'cannot be seen at ' + at.outerHTML.slice(0, 100)
})()`
const MOVING = `[...document.querySelectorAll('*')]
  .filter((one) => {
    const { transitionDuration, animationName } = getComputedStyle(one)
    return /[1-9]/.test(transitionDuration) || animationName !== 'none'
  })
  .map(({ outerHTML }) => 'moves: ' + outerHTML.slice(0, 80))`

let filled: Awaited<ReturnType<typeof fillHouse>>
let opened: Console
let untouched: Console
beforeAll(async () => {
  filled = await fillHouse()
  opened = await openConsole(filled.house.parts)
  untouched = await openConsole(filled.untouched.parts)
})
afterAll(async () => {
  await opened?.close()
  await untouched?.close()
  await filled?.close()
})

const urlOf = (route: string) => (filled.houseOf(route) === filled.house ? opened : untouched).url
const paths = () => Object.entries(filled.pages)

test('no page is forgotten here', () =>
  expect(Object.keys(filled.pages).sort()).toEqual([...routesOf(filled.house)].sort()))

test('no page is without a picture in the manual', () => {
  const manual = readFileSync(join(import.meta.dirname, '../../docs/CONSOLE.md'), 'utf8')
  const names = Object.keys(filled.pages).map((route) => route.slice(1).replaceAll('/', '-').replaceAll(':', ''))
  expect(names.filter((name) => !new RegExp(`images/console/${name}-(?:desk|phone)\\.png`).test(manual))).toEqual([])
  for (const [, picture = ''] of manual.matchAll(/src="([^"]+)"/g))
    expect(existsSync(join(import.meta.dirname, '../../docs', picture)), picture).toBe(true)
})

test('every page says who may keep it, frame it, run in it and learn of it', async () => {
  for (const [route, path] of paths()) {
    const answer = await filled.houseOf(route).app.request(path, { headers: { cookie: filled.cookie } })
    expect(answer.status, route).toBe(200)
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy, route).toContain("default-src 'none'")
    expect(policy, route).toContain("frame-ancestors 'none'")
    expect(policy, route).not.toMatch(/unsafe|\*|https?:|data:/)
    expect(answer.headers.get('cache-control'), route).toBe('no-store')
    expect(answer.headers.get('x-content-type-options'), route).toBe('nosniff')
    expect(answer.headers.get('x-frame-options'), route).toBe('DENY')
    expect(answer.headers.get('referrer-policy'), route).toMatch(/^(same-origin|no-referrer)$/)
    const text = await answer.text()
    expect(text, route).not.toMatch(/<style|<[^>]+\s(style|on[a-z]+)=|javascript:/i)
    expect(text.match(/<script(?! type="module" src="\/script-)/g), route).toBeNull()
  }
})

/** What the fields of each form are called. */
const labelsIn = (markup: string): readonly (readonly string[])[] =>
  [...markup.matchAll(/<form\b.*?<\/form>/gs)].map(([one]) =>
    [...one.matchAll(/<label\b[^>]*>(.*?)<\/label>/gs)].map(([, label = '']) => label.replace(/<[^>]*>/g, '').trim()),
  )

test.each(['nl', 'fr', 'en'])('%s: no two fields of a form are called the same', async (language) => {
  const wrong: string[] = []
  for (const [route, path] of paths()) {
    const headers = { 'accept-language': language, cookie: filled.cookie }
    const markup = await (await filled.houseOf(route).app.request(path, { headers })).text()
    for (const labels of labelsIn(markup))
      wrong.push(...labels.filter((label, i) => labels.indexOf(label) !== i).map((label) => `${route}: ${label}`))
  }
  expect(wrong).toEqual([])
})

test('a cookie of a public address is of this host alone, and out of reach of scripts', async () => {
  const house = await openWindow({ url: 'https://gate.school.example' })
  try {
    const { email, password } = await house.account('Griet')
    const body = new URLSearchParams({ email, password })
    const headers = { origin: 'https://gate.school.example', 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await house.app.request('/sign-in', { method: 'POST', body, headers })
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^__Host-/)
    for (const word of ['Secure', 'HttpOnly', 'Path=/']) expect(cookie).toContain(word)
    expect(cookie).toMatch(/SameSite=(Lax|Strict)/)
    expect(cookie).not.toContain('Domain')
  } finally {
    await house.close()
  }
})

test('style and script come packed to who takes that, and are the same', async () => {
  const { app } = filled.house
  const head = await (await app.request('/held', { headers: { cookie: filled.cookie } })).text()
  const paths = head.match(/\/(?:style|script)-\w+\.\w+/g) ?? []
  expect(paths).toHaveLength(2)
  for (const path of paths) {
    const ask = async (encoding: string) => app.request(path, { headers: { 'accept-encoding': encoding } })
    const plain = await ask('identity')
    for (const encoding of ['gzip', 'br, gzip, deflate', 'gzip;q=0.5', 'GZIP; q=1']) {
      const packed = await ask(encoding)
      expect([packed.headers.get('content-encoding'), packed.headers.get('vary')]).toEqual(['gzip', 'Accept-Encoding'])
      const text = gunzipSync(await packed.arrayBuffer()).toString()
      expect(text).toBe(await plain.clone().text())
    }
    for (const encoding of ['', 'br', 'gzip;q=0', 'gzip;q=0.0', 'xgzip'])
      expect((await ask(encoding)).headers.get('content-encoding'), encoding).toBeNull()
  }
})

describe.skipIf(!has('chromium'))('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
  })
  afterAll(() => browser?.close())

  /** Each page in turn, signed in; answers what `look` found, by route. */
  const walk = async (options: BrowserContextOptions, look: (page: Page) => Promise<readonly string[]>) => {
    const context = await browser.newContext(options)
    const [name = '', value = ''] = filled.cookie.split('=')
    await context.addCookies([{ name, value, url: opened.url }])
    const page = await context.newPage()
    const found: string[] = []
    page.on('console', (said) => {
      if (/content security policy/i.test(said.text())) found.push(said.text())
    })
    page.on('pageerror', (error) => found.push(String(error)))
    for (const [route, path] of paths()) {
      await page.goto(urlOf(route) + path)
      found.push(...(await look(page)).map((what) => `${route}: ${what}`))
    }
    await context.close()
    return found
  }

  /** In both themes, one after the other. */
  const axe = async (page: Page): Promise<readonly string[]> => {
    await page.evaluate(AXE)
    const found: string[] = []
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await page.evaluate(
        (given) => (globalThis as unknown as { axe: { run: (o: RunOptions) => Promise<AxeResults> } }).axe.run(given),
        ALL_RULES,
      )
      found.push(...violations.map(({ id, nodes }) => `${colorScheme}: ${id} ${nodes[0]?.html.slice(0, 150)}`))
    }
    return found
  }

  const width = (page: Page) => page.locator('html').evaluate((html) => html.scrollWidth)

  test.each(['nl-BE', 'fr-BE', 'en-GB'])(
    '%s: axe has nothing to say, and a narrow phone is wide enough',
    async (locale) => {
      const found = await walk({ locale, viewport: PHONE, bypassCSP: true, reducedMotion: 'reduce' }, async (page) => {
        const wide = await width(page)
        return [...(wide > PHONE.width ? [`${wide} px wide`] : []), ...(await axe(page))]
      })
      expect(found).toEqual([])
    },
  )

  const open = async (options: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext({ viewport: PHONE, bypassCSP: true, reducedMotion: 'reduce', ...options })
    const [name = '', value = ''] = filled.cookie.split('=')
    await context.addCookies([{ name, value, url: opened.url }])
    return context.newPage()
  }

  const isFine = async (page: Page): Promise<void> => {
    expect(await axe(page)).toEqual([])
    expect(await width(page)).toBeLessThanOrEqual(PHONE.width)
    await page.context().close()
  }

  // What only a form leads to.
  test.each([
    ['nl-BE', 'Tekst van het bericht'],
    ['fr-BE', 'Texte du message'],
    ['en-GB', 'Text of the message'],
  ])('%s: the whole message, all of it open', async (locale, title) => {
    const page = await open({ locale })
    await page.goto(`${opened.url}/held/${filled.held}`)
    await page.evaluate(OPEN_ALL)
    const form = page.locator('form[action$="/original"]')
    await form.locator('input[name=reason]').fill('Een vraag van de directie')
    await form.locator('button').click()
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    await page.evaluate(OPEN_ALL)
    expect(await page.locator('main').innerText()).toContain('klas.csv')
    await isFine(page)
  })

  test('the own mail of a sender, behind the link', async () => {
    const page = await open({ locale: 'nl-BE' })
    await page.goto(opened.url + filled.pages['/my/:token'])
    await page.locator('main form button').first().click()
    await page.waitForURL(`${opened.url}/my`)
    expect(await page.locator('main li').count()).toBeGreaterThan(0)
    await isFine(page)
  })

  test.each(['nl-BE', 'fr-BE', 'en-GB'])('%s: the verdict on a message on trial, and one refused', async (locale) => {
    const page = await open({ locale })
    await page.goto(`${opened.url}/try`)
    await page.locator('#source').fill(`From: ${SENDER}\nTo: ouder@ouder.example\nSubject: Zwemmen\n\nMorgen.`)
    await page.locator('form[aria-labelledby=ready] button').click()
    await page.locator('#letters').waitFor()
    expect(await axe(page)).toEqual([])
    await page.goto(`${opened.url}/try`)
    await page.locator('form[aria-labelledby=ready] button').click()
    await page.locator('.message.bad').waitFor()
    await isFine(page)
  })

  test('what is not there says so', async () => {
    const page = await open({ locale: 'nl-BE' })
    for (const path of ['/nowhere', `/held/${'0'.repeat(26)}`, '/policy/moretus-ekeren/nothing', '/r/used-long-ago']) {
      await page.goto(opened.url + path)
      expect([path, await axe(page)]).toEqual([path, []])
    }
    await isFine(page)
  })

  test('on a desk too, and nothing breaks our own policy', async () => {
    // Not past the policy: axe is evaluated by the browser's owner, and needs no leave of the page.
    expect(await walk({ locale: 'nl-BE', viewport: DESK, reducedMotion: 'reduce' }, axe)).toEqual([])
  })

  test('all is reached with the Tab key, in the order it is read, and seen to be', async () => {
    const found = await walk({ locale: 'nl-BE', viewport: PHONE }, async (page) => {
      const wrong: string[] = []
      for (let i = 0; ; i++) {
        await page.keyboard.press('Tab')
        const said = await page.evaluate<string>(LOOK_AT_FOCUS)
        if (said === 'end') break
        if (i > MOST_STOPS) return ['has no end']
        if (said !== '') wrong.push(said)
      }
      return wrong
    })
    expect(found).toEqual([])
  })

  test('nothing moves for who wants no motion', async () => {
    const found = await walk({ viewport: DESK, reducedMotion: 'reduce' }, (page) => page.evaluate<string[]>(MOVING))
    expect(found).toEqual([])
  })
})
