/** Words that only the eye reads. */
import { expect, test } from 'vitest'
import { fold } from '../../src/message/message.ts'
import { htmlMail, parse, plainMail, textsOf } from './mail.ts'

test.each([
  ['w a c h t w o o r d: Kikker!41', 'wachtwoord: Kikker!41'],
  ['het w.a.c.h.t.w.o.o.r.d is x', 'het wachtwoord is x'],
  ['W-A-C-H-T-W-O-O-R-D', 'WACHTWOORD'],
  ['w\u00a0a\u00a0c\u00a0h\u00a0t', 'wacht'],
  ['z i e k t e, v a n, Z o ë s', 'ziekte, van, Zoës'],
  ['w@chtw00rd: P@ssw0rd', 'wachtwoord: P@ssw0rd'],
  ['het w4chtwoord is Kikker41', 'het wachtwoord is Kikker41'],
  ['ⓦⓐⓒⓗⓣⓦⓞⓞⓡⓓ', 'wachtwoord'],
  ['🅆🄰🄲🄷🅃', 'wacht'],
  ['🅦🅐🅒🅗🅣', 'wacht'],
  ['🇼 🇦 🇨 🇭 🇹', 'wacht'],
])('%s is read once more as the eye reads it', async (written, seen) => {
  expect(textsOf(await parse(plainMail(`hallo\n${written}\n`)), 'own')).toEqual([`hallo\n${written}`, seen])
  expect((await parse(htmlMail(`<p>hallo</p><p>${written}</p>`))).texts.at(-1)).toMatchObject({
    role: 'own',
    text: seen,
    place: { in: 'text', line: 2 },
  })
})

test('also in the subject, and in a quote', async () => {
  const { texts } = await parse(plainMail('> w a c h t w o o r d\n').replace('Bericht', 'w a c h t w o o r d'))
  expect(texts.map(({ role, text }) => [role, text])).toEqual([
    ['subject', 'w a c h t w o o r d'],
    ['subject', 'wachtwoord'],
    ['quoted', '> w a c h t w o o r d'],
    ['quoted', '> wachtwoord'],
  ])
})

test.each([
  'Bel 0 4 7 5 1 2 3 4 5 6 of 02.123.45.67',
  'J.P.M. de Vries en A. B. Claes, 3 A en 3 B',
  'Vlag van 🇧🇪 en 🇳🇱, een ⓘ en een ©',
  'els.vandenbroeck@devlonder.example: bel mij, a - b - c',
  'Klas 3B: 24 leerlingen, lokaal B104: vrij, kostprijs: € 5, mp3: nee',
  'punten 4/5/3/2/1 en 1 2 3 4 5 6, de fiets-e-bus',
])('innocent: %s', async (written) => {
  expect(textsOf(await parse(plainMail(written)), 'own')).toEqual([written])
})

test.each([
  ['wαchτωοοrd', 'wachtwoord'],
  ['ΗΕΤ', 'het'],
  ['НЕТ', 'het'],
  ['ᴡᴀᴄʜᴛᴡᴏᴏʀᴅ', 'wachtwoord'],
  ['𝐰𝐚𝐜𝐡𝐭𝐰𝐨𝐨𝐫𝐝', 'wachtwoord'],
  ['𝔴𝔞𝔠𝔥𝔱𝔴𝔬𝔬𝔯𝔡', 'wachtwoord'],
  ['ԝɑсһtԝооrԁ', 'wachtwoord'],
  ['Ёлка', 'eлka'],
])('look-alike letters: %s', (word, folded) => {
  expect(fold(word)).toBe(folded)
})
