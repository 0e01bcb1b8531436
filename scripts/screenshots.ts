/** `npm run screenshots`: pictures of the pages of the console, as somebody sees them who has mail to decide on. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContextOptions, chromium } from 'playwright-core'
import { openConsole } from '../src/console/console.ts'
import { fillHouse } from '../test/console/every-page.ts'
import { asked } from './asked.ts'

const HELP = `npm run screenshots -- [--all] [--into FOLDER]

Opens the console over a small invented school and takes pictures of its pages with Chromium.

  --all          every page, light and dark, on a desk and on a phone, from top to bottom; else each once, as docs/CONSOLE.md shows it
  --into FOLDER  where they go; docs/images/console unless told
`

const values = asked(HELP, {
  all: { type: 'boolean', default: false },
  into: { type: 'string', default: join(import.meta.dirname, '../docs/images/console') },
})

const DESK = { width: 1180, height: 800 }
const PHONE = { width: 390, height: 780 }
const LOOKS = {
  desk: { viewport: DESK, colorScheme: 'light' },
  'desk-dark': { viewport: DESK, colorScheme: 'dark' },
  phone: { viewport: PHONE, colorScheme: 'light', isMobile: true, hasTouch: true },
  'phone-dark': { viewport: PHONE, colorScheme: 'dark', isMobile: true, hasTouch: true },
} as const satisfies Record<string, BrowserContextOptions>
type Look = keyof typeof LOOKS

/** What teachers open, and where: from a mail, on their telephone. */
const ON_A_PHONE = [
  '/sign-in',
  '/first/:token',
  '/what',
  '/why',
  '/why/:rule',
  '/my',
  '/my/:token',
  '/m/:token',
  '/q/:token',
  '/r/:token',
]
const BESIDE: readonly (readonly [route: string, look: Look])[] = [
  ['/held', 'phone-dark'],
  ['/held/:id', 'phone'],
  ['/overview', 'phone-dark'],
]

const nameOf = (route: string, look: Look): string =>
  `${route.replace(/^\//, '').replaceAll('/', '-').replaceAll(':', '') || 'home'}-${look}.png`

const filled = await fillHouse()
const { house, untouched, cookie, pages } = filled
const [opened, fresh] = [await openConsole(house.parts), await openConsole(untouched.parts)]
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
const [name = '', value = ''] = cookie.split('=')
const routes = Object.keys(pages)
const every = routes.flatMap((route) => Object.keys(LOOKS).map((look) => [route, look as Look] as const))
const shown = [...routes.map((route) => [route, ON_A_PHONE.includes(route) ? 'phone' : 'desk'] as const), ...BESIDE]

mkdirSync(values.into, { recursive: true })
for (const [route, look] of values.all ? every : shown) {
  const context = await browser.newContext({ ...LOOKS[look], locale: 'nl-BE', reducedMotion: 'reduce' })
  await context.addCookies([{ name, value, url: opened.url }])
  const page = await context.newPage()
  await page.goto((filled.houseOf(route) === house ? opened : fresh).url + pages[route])
  // The whole page where it is looked through; the documentation shows what one sees first.
  await page.screenshot({ path: join(values.into, nameOf(route, look)), fullPage: values.all })
  await context.close()
}
await browser.close()
await opened.close()
await fresh.close()
await filled.close()
