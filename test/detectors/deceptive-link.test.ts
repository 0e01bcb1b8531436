/** deceptive-link: links that are not what they show. */
import { describe, expect, it } from 'vitest'
import { type Letter, look } from './room.ts'

const rules = ['deceptive-link'] as const
const directory = { domains: ['dewijzer-school.example', 'kindante.example'] }
const link = (href: string, text: string): Letter => ({
  html: `<p>Beste, kijk op <a href="${href}">${text}</a> voor meer.</p>`,
})

const DECEIVES: readonly (readonly [string, Letter])[] = [
  ['other-domain', link('https://evil.example/x', 'https://www.kbc.be')],
  ['other-domain', link('http://bit.ly/3xyz', 'smartschool.be')],
  ['other-domain', link('javascript:alert(1)', 'open')],
  ['look-alike', link('https://www.rnicrosoft.com/login', 'Aanmelden')],
  ['look-alike', link('https://smartschooll.be/', 'klik hier')],
  ['look-alike', link('https://smartschool.be.inloggen.example/', 'klik hier')],
  ['look-alike', link('https://kindante.example@evil.example/', 'klik hier')],
  ['look-alike', { text: 'Ga naar https://dewijzer-schoo1.example/aanmelden en log in.' }],
  ['look-alike', link('https://xn--mirosoft-gch.com/', 'hier')],
  ['look-alike', link('https://kindamte.example/', 'onze site')],
  ['credentials', link('https://ict-helpdesk.weebly.com/aanmelden', 'Verifieer je account')],
  ['credentials', link('http://203.0.113.9/owa/login', 'webmail')],
]

const HONEST: readonly Letter[] = [
  link('https://www.kindante.example/nieuws', 'www.kindante.example'),
  link('https://kindante.example/a', 'https://kindante.example'),
  link('https://school.us1.list-manage.com/track/click?u=1', 'Lees meer op onze site'),
  link('https://tenant.sharepoint.com/:w:/brief', 'brief.docx'),
  link('https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.kbc.be%2Fx&data=1', 'www.kbc.be'),
  link('https://www.google.com/url?q=https://www.vrt.be/nws', 'www.vrt.be'),
  link('mailto:info@kindante.example', 'info@kindante.example'),
  link('https://www.microsoft.com/nl-be', 'Microsoft'),
  link('https://login.smartschool.be/', 'smartschool.be'),
  link('https://forms.office.com/abc', 'Schrijf je in'),
  { text: 'Meer info op https://www.vlaanderen.be/onderwijs en https://museum.example/klas.' },
  link('https://juf-els.weebly.com/knutselen', 'knutselblog'),
]

describe('deceptive-link', () => {
  for (const [category, letter] of DECEIVES)
    it(`deceives (${category}): ${letter.html ?? letter.text}`, async () => {
      expect((await look(letter, { rules, directory })).map((f) => f.category)).toContain(category)
    })
  for (const letter of HONEST)
    it(`is honest: ${letter.html ?? letter.text}`, async () => {
      expect(await look(letter, { rules, directory })).toEqual([])
    })
})
