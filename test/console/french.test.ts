/** French as printers set it: no line begins with a sign that belongs to the word before it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillHouse } from './every-page.ts'
import { PASSWORD } from './house.ts'

let filled: Awaited<ReturnType<typeof fillHouse>>
beforeAll(async () => {
  filled = await fillHouse()
})
afterAll(() => filled.close())

/** What we say on a page: not what others wrote, nor what is code. */
const ownWords = (markup: string): string =>
  markup
    .replace(/<(bdi|blockquote|pre|code|textarea|script|style)\b[^>]*>.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, '\n')
    .replaceAll(/&\w+;|&#\d+;/g, '’')

const loose = (markup: string): readonly string[] =>
  ownWords(markup)
    .split('\n')
    .filter((line) => / [:;?!»]|« /.test(line))

test('every page keeps : ; ? ! and » with the word before them', async () => {
  let kept = 0
  for (const [route, path] of Object.entries(filled.pages)) {
    const headers = { 'accept-language': 'fr-BE', cookie: filled.cookie }
    const markup = await (await filled.houseOf(route).app.request(path, { headers })).text()
    expect(markup, route).toContain('<html lang="fr">')
    expect(loose(markup), route).toEqual([])
    kept += markup.split('\u202f').length - 1
  }
  expect(kept).toBeGreaterThan(50)
})

test('what was seen in a message has it too', async () => {
  const because = { nl: 'Een script.', fr: 'C’est un script : ne l’ouvrez pas.', en: 'A script.' }
  const id = await filled.house.hold({ hits: [{ ...PASSWORD, finding: { ...PASSWORD.finding!, because } }] })
  const headers = { 'accept-language': 'fr-BE', cookie: filled.cookie }
  expect(await (await filled.house.app.request(`/held/${id}`, { headers })).text()).toContain('un script\u202f: ne')
})

test('who looked, too', async () => {
  const id = await filled.house.hold()
  const reader = await filled.house.signIn(await filled.house.account('Lies', ['head']))
  await reader.send(`/held/${id}/original`, { reason: 'Twijfel' })
  const headers = { 'accept-language': 'fr-BE' }
  const markup = await (await filled.house.app.request(await filled.house.link(id), { headers })).text()
  expect(markup).toContain('Raison\u202f: <bdi>Twijfel')
  expect(markup).toContain('lu l’e-mail entier\u202f:</p>')
  expect(loose(markup)).toEqual([])
})

test('who decides is not asked to send again (renvoyer) what is to go back', async () => {
  for (const route of ['/held', '/held/:id', '/held/together']) {
    const headers = { 'accept-language': 'fr-BE', cookie: filled.cookie }
    const words = ownWords(await (await filled.house.app.request(filled.pages[route]!, { headers })).text())
    expect(words, route).toContain('Retourner à l’expéditeur')
    expect(words, route).not.toMatch(/renvoy|renvoi/i)
  }
})
