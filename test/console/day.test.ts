/**
 * A whole day with the real program, without JavaScript, on a narrow screen: the coordinator makes the first account with a
 * second step, a teacher sends a care letter and a letter to a group, the reviewer lets the first go, the teacher mends the
 * second by the link of its bounce, and both arrive as the pages said. A head comes in at the provider of the school.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { generate } from 'otplib'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { newFolder, remove, type Started, start, until } from '../gateway/running.ts'
import { CLIENT, openSchoolProvider } from './provider.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const COORDINATOR = 'ict@devlonder.example'
const HEAD = 'hilde.vercruysse@devlonder.example'
const PARENT = 'ouder@mail.example'
const GROUP = 'ouders-3a@devlonder.example'
const PASSWORD = 'kwartel-gespt-onder-tafel'
const STEP_S = 30

/** The address of the console must be known to the provider before the console is there. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

describe.skipIf(!has('chromium'))('a whole day', () => {
  const folder = newFolder()
  let provider: Awaited<ReturnType<typeof openSchoolProvider>>
  let gateway: Started
  let home: string
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    provider = await openSchoolProvider({
      hilde: { email: HEAD, email_verified: true, name: 'Hilde Vercruysse', groups: [] },
    })
    const port = await freePort()
    home = `http://127.0.0.1:${port}`
    provider.trust(home)
    const settings = {
      MAILSLUIS_CONSOLE_PORT: String(port),
      MAILSLUIS_CONSOLE_OIDC_ISSUER: provider.issuer,
      MAILSLUIS_CONSOLE_OIDC_CLIENT_ID: CLIENT.id,
      MAILSLUIS_CONSOLE_OIDC_CLIENT_SECRET: CLIENT.secret,
      MAILSLUIS_CONSOLE_OIDC_NAME: 'de schoolaccount',
    }
    gateway = await start(settings, folder)
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
  })
  afterAll(async () => {
    await browser?.close()
    await gateway?.kill()
    await provider?.close()
    remove(folder)
  })

  beforeEach(async () => {
    const viewport = { width: 320, height: 640 }
    page = await (await browser.newContext({ javaScriptEnabled: false, locale: 'nl-BE', viewport })).newPage()
    await page.route(
      (url) => url.hostname !== '127.0.0.1',
      (route) => route.abort(),
    )
  })
  afterEach(() => page.context().close())

  const outbox = (): Promise<Awaited<ReturnType<typeof simpleParser>>[]> => {
    const at = join(folder, 'var/outbox')
    // Envelopes, and what is still being written, end otherwise.
    const letters = readdirSync(at).filter((name) => name.endsWith('.eml'))
    return Promise.all(letters.map((name) => simpleParser(readFileSync(join(at, name)))))
  }
  const arrived = async (messageId: string) => (await outbox()).find((mail) => mail.messageId === `<${messageId}>`)
  /** The notice about a message, to its sender. */
  const noticeAbout = async (subject: string) =>
    (await outbox()).find(
      (mail) => mail.headers.has('auto-submitted') && `${mail.subject} ${mail.text}`.includes(subject),
    )
  const send = (to: string, id: string, subject: string, text: string) =>
    gateway.submit({
      from: TEACHER,
      to: to.split(', '),
      raw: `From: Els Vandenbroeck <${TEACHER}>\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <${id}>\r\n\r\n${text}\r\n`,
    })

  let key = ''
  const code = (stepsAhead = 0) => generate({ secret: key, epoch: Date.now() / 1000 + stepsAhead * STEP_S })

  test('the coordinator makes the first account by the link, with a second step', async () => {
    expect(gateway.output()).not.toContain('/first/')
    await page.goto(readFileSync(join(folder, 'var/first-account.txt'), 'utf8').trim())
    await page.getByLabel('Naam').fill('Ilse Coppens')
    await page.getByLabel('E-mailadres').fill(COORDINATOR)
    await page.getByLabel('Nieuw wachtwoord', { exact: true }).fill(PASSWORD)
    await page.getByLabel('Nieuw wachtwoord, nog eens').fill(PASSWORD)
    await page.getByRole('button', { name: 'Maak het account' }).click()
    await page.getByRole('link', { name: 'Zet de tweede stap aan' }).click()
    key = (await page.locator('code.key').innerText()).replaceAll(' ', '')
    await page.getByLabel('Code die de app nu toont').fill(await code())
    await page.getByRole('button', { name: 'Zet aan' }).click()
    await expect(page.locator('ol code').count()).resolves.toBe(10)
  })

  test('what a teacher sends waits, is let go after a sign-in with a code, and arrives as it was', async () => {
    const text = 'Leerling Noor uit 3A heeft epilepsie en neemt Depakine.'
    await send(PARENT, 'zorg@devlonder.example', 'Overleg', text)
    await until(async () => (await gateway.held()).length === 1, gateway.output)

    await page.goto(`${home}/held`)
    await page.getByLabel('E-mailadres').fill(COORDINATOR)
    await page.getByLabel('Wachtwoord').fill(PASSWORD)
    await page.getByRole('button', { name: 'Aanmelden' }).click()
    // The code of this half minute may have been used for setting up.
    await page.getByLabel('Code', { exact: true }).fill(await code(1))
    await page.getByRole('button', { name: 'Aanmelden' }).click()
    await page.getByRole('link', { name: 'Overleg' }).click()
    await page.getByRole('heading', { name: 'Er staat gevoelige informatie over een leerling in' }).waitFor()
    expect(await page.locator('main').innerText()).not.toContain('Noor')
    await page.getByRole('button', { name: 'Vrijgeven' }).click()
    await page.getByRole('button', { name: 'Maak ongedaan' }).click()
    expect(await arrived('zorg@devlonder.example')).toBeUndefined()

    await page.getByRole('link', { name: 'Overleg' }).click()
    await page.getByRole('button', { name: 'Vrijgeven' }).click()
    await until(async () => (await arrived('zorg@devlonder.example')) !== undefined, gateway.output)
    expect((await arrived('zorg@devlonder.example'))!.text?.trim()).toBe(text)
    expect(await gateway.held()).toEqual([])
  })

  test('a letter to a group comes back; its link shows what will happen and does it', async () => {
    await send(GROUP, 'zwemmen@devlonder.example', 'Zwemmen op vrijdag', 'Vrijdag gaan we zwemmen.')
    await until(async () => (await noticeAbout('Zwemmen op vrijdag')) !== undefined, gateway.output)
    const link = /http:\S+\/r\/[\w-]+/.exec((await noticeAbout('Zwemmen op vrijdag'))!.text!)![0]
    await page.goto(link)
    expect(await page.locator('main').innerText()).toContain('gaan naar BCC')
    expect(await arrived('zwemmen@devlonder.example')).toBeUndefined()
    await page.getByRole('button', { name: 'Verstuur het zo' }).click()
    await page.getByRole('heading', { name: 'Je bericht is onderweg' }).waitFor()
    await until(async () => (await arrived('zwemmen@devlonder.example')) !== undefined, gateway.output)
    const mail = (await arrived('zwemmen@devlonder.example'))!
    expect(mail.headerLines.filter(({ key }) => ['to', 'cc', 'bcc'].includes(key)).map(({ line }) => line)).toEqual([
      'To: undisclosed-recipients:;',
    ])
    expect(mail.text?.trim()).toBe('Vrijdag gaan we zwemmen.')
    await page.goto(link)
    expect(await page.locator('main').innerText()).not.toContain('Verstuur het zo')
  })

  test('what is seen by many others leaves with a tip', async () => {
    const parents = Array.from({ length: 6 }, (_, n) => `ouder${n}@mail.example`).join(', ')
    await send(parents, 'fietsen@devlonder.example', 'Fietsen op maandag', 'Maandag gaan we fietsen.')
    await until(async () => (await noticeAbout('Fietsen op maandag')) !== undefined, gateway.output)
    await until(async () => (await arrived('fietsen@devlonder.example')) !== undefined, gateway.output)
  })

  test('the head comes in with the account of the school, and sees that nothing waits, and what the rules did', async () => {
    await gateway.cli('user', 'add', HEAD, '--name', 'Hilde', '--role', 'head', '--elsewhere')
    await page.goto(`${home}/held`)
    await page.getByRole('link', { name: 'Aanmelden met de schoolaccount' }).click()
    await page.locator('input[name="login"]').fill('hilde')
    await page.locator('input[name="password"]').fill('eender wat')
    await page.locator('button[type="submit"]').click()
    await page.locator('button[type="submit"]').click()
    await page.waitForURL(`${home}/held`)
    await page.getByRole('heading', { name: 'Alles is klaar' }).waitFor()

    const lately = async (rule: string): Promise<string> => {
      await page.goto(`${home}/policy/moretus-ekeren/${rule}`)
      return page.locator('section[aria-labelledby=hits]').innerText()
    }
    // Counts are written every few seconds.
    await until(async () => /1 keer een tip/.test(await lately('mass-recipients-visible')), gateway.output)
    expect(await lately('sensitive-pupil-data')).toContain('1 keer nagekeken')
    expect(await lately('group-address-visible')).toContain('1 keer teruggestuurd')
  })
})
