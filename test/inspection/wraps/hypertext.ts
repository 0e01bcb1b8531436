/** HTML bodies: everything between a sentence as it is written and as it is seen; and format=flowed (RFC 3676). */
import { crlf, letter, multipart, text as plain, SIGNATURE, spoken } from '../mail.ts'
import { beyond, type Wrap } from '../wrap.ts'

export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char]!)

const signature = SIGNATURE.split('\n').map(escaped).join('<br>\n')
export const page = (inside: string): string =>
  `<html><body><p>Beste,</p>\n${inside}\n<p>${signature}</p></body></html>\n`
export const html = (inside: string): ReturnType<typeof plain> => plain(page(inside), 'text/html; charset=utf-8')

const body = (name: string, dress: (text: string) => string): Wrap => ({
  name: `html ${name}`,
  mail: ({ text }) => letter(html(dress(text))),
})

const letters = (text: string, between: string): string =>
  [...text].map((char) => (/\p{L}/u.test(char) ? char + between : escaped(char))).join('')
const coded = (text: string, code: (point: number) => string): string =>
  [...text].map((char) => (char === ' ' ? ' ' : code(char.codePointAt(0)!))).join('')
const halves = (text: string): [string, string] => {
  const middle = text.indexOf(' ', text.length / 2)
  return [escaped(text.slice(0, middle)), escaped(text.slice(middle + 1))]
}
const hidden = (style: string) => (text: string) =>
  `<p>Tot volgende week op de vergadering!</p><div style="${style}">${escaped(text)}</div>`

const flowed = (name: string, type: string, flow: (text: string) => string): Wrap => ({
  name: `flowed ${name}`,
  mail: ({ text }) =>
    letter(plain(`Beste,\n\n${flow(text)}\n\n${SIGNATURE}\n`, `text/plain; charset=utf-8; format=flowed${type}`)),
})

export const HYPERTEXT: readonly Wrap[] = [
  body('plain', (text) => `<p>${escaped(text)}</p>`),
  body('decimal entities', (text) => coded(text, (point) => `&#${point};`)),
  body('hexadecimal entities', (text) => coded(text, (point) => `&#x${point.toString(16)};`)),
  body('entities without a semicolon', (text) =>
    coded(text, (point) => `&#${point} `)
      .replaceAll('  ', '&#32 ')
      .replace(/(&#\d+) (?=&)/g, '$1'),
  ),
  body('named entities', (text) =>
    escaped(text).replaceAll('é', '&eacute;').replaceAll('!', '&excl;').replaceAll('.', '&period;'),
  ),
  body(
    'text over tags',
    (text) =>
      `<p>${[...text].map((char, i) => (i % 3 === 1 ? `<b>${escaped(char)}</b>` : escaped(char))).join('')}</p>`,
  ),
  body(
    'text over spans',
    (text) => `<p>${[...text].map((char) => `<span style="color:#222">${escaped(char)}</span>`).join('')}</p>`,
  ),
  body('text over comments', (text) => `<p>${letters(text, '<!-- x -->')}</p>`),
  body('soft hyphens', (text) => `<p>${letters(text, '&shy;')}</p>`),
  body('zero-width spaces', (text) => `<p>${letters(text, '&#8203;')}</p>`),
  body('zero-width joiners', (text) => `<p>${letters(text, '\u200d')}</p>`),
  body('word joiners and marks', (text) => `<p>${letters(text, '\u2060\u200e')}</p>`),
  body('break opportunities', (text) => `<p>${letters(text, '<wbr>')}</p>`),
  body('line ends in the source', (text) => `<p>${escaped(text).replaceAll(' ', '\n   ')}</p>`),
  body('hard spaces', (text) => `<p>${escaped(text).replaceAll(' ', '&nbsp;')}</p>`),
  body('hidden by display', hidden('display:none')),
  body('hidden by size', hidden('font-size:0;line-height:0;max-height:0;overflow:hidden')),
  body('white on white', hidden('color:#ffffff;background:#ffffff')),
  body('hidden by visibility', hidden('visibility:hidden')),
  body(
    'hidden by a style sheet',
    (text) => `<style>.x{display:none}</style><p>Tot dan!</p><div class="x">${escaped(text)}</div>`,
  ),
  body('hidden off the page', hidden('position:absolute;left:-9999px')),
  body('hidden attribute', (text) => `<p>Tot dan!</p><div hidden>${escaped(text)}</div>`),
  body(
    'table cell',
    (text) => `<table><tr><td>Datum</td><td>Nota</td></tr><tr><td>16/11</td><td>${escaped(text)}</td></tr></table>`,
  ),
  body('nested tables', (text) => `${'<table><tr><td>'.repeat(20)}${escaped(text)}${'</td></tr></table>'.repeat(20)}`),
  body('list', (text) => `<ul><li>Agenda</li><li>${escaped(text)}</li></ul>`),
  {
    ...body(
      'quoted reply',
      (text) =>
        `<p>Dank je.</p><div>Op ma 16 nov 2026 schreef Greet:</div><blockquote type="cite"><p>${escaped(text)}</p></blockquote>`,
    ),
    quoted: true,
  },
  body('text of a picture', (text) => `<img src="https://www.devlonder.example/a.png" alt="${escaped(text)}">`),
  body('value of a field', (text) => `<form><input type="text" value="${escaped(text)}"></form>`),
  body('text area', (text) => `<textarea>${escaped(text)}</textarea>`),
  body('option', (text) => `<select><option>Kies</option><option>${escaped(text)}</option></select>`),
  body('details', (text) => `<details><summary>Meer</summary>${escaped(text)}</details>`),
  body('noscript', (text) => `<noscript><p>${escaped(text)}</p></noscript>`),
  body('preformatted', (text) => `<pre>${escaped(text)}</pre>`),
  body('unclosed tags', (text) => `<div><p><b><i>${escaped(text)}`),
  {
    name: 'html after the end',
    mail: ({ text }) => letter(plain(`${page('<p>Tot dan!</p>')}<p>${escaped(text)}</p>`, 'text/html; charset=utf-8')),
  },
  {
    name: 'html only in the HTML of two',
    mail: ({ text }) =>
      letter(multipart('alternative', [plain(spoken('Bekijk dit bericht in HTML.')), html(`<p>${escaped(text)}</p>`)])),
  },
  {
    name: 'html only in the text of two',
    mail: ({ text }) => letter(multipart('alternative', [plain(spoken(text)), html('<p>Tot volgende week!</p>')])),
  },
  flowed('at spaces', '', (text) => text.replaceAll(' ', ' \n')),
  flowed('inside words', '; delsp=yes', (text) => text.replace(/(.{9})(?=.)/g, '$1 \n')),
  { ...flowed('quoted', '', (text) => `> ${text.replaceAll(' ', ' \n> ')}`), quoted: true },
  {
    name: 'text soft hyphens',
    mail: ({ text }) => letter(plain(spoken(letters(text, '\u00ad').replaceAll('&amp;', '&')))),
  },
  { name: 'text zero-width', mail: ({ text }) => letter(plain(spoken(letters(text, '\u200b')))) },
  { name: 'text composed letters', mail: ({ text }) => letter(plain(spoken(text.normalize('NFD')))) },
  {
    name: 'text quoted reply',
    quoted: true,
    mail: ({ text }) =>
      letter(
        plain(crlf(`Dank je!\n\n${SIGNATURE}\n\nOp ma 16 nov 2026 om 09:12 schreef Greet:\n> ${text}\n> Groet\n`)),
      ),
  },
]

export const HARD_HYPERTEXT: readonly Wrap[] = [
  beyond(
    body('title of a link', (text) => `<a href="https://www.devlonder.example/" title="${escaped(text)}">site</a>`),
  ),
  body('conditional comment', (text) => `<!--[if mso]><p>${escaped(text)}</p><![endif]-->`),
  beyond(body('drawing', (text) => `<svg width="900" height="40"><text x="0" y="20">${escaped(text)}</text></svg>`)),
  beyond(
    body(
      'content of a style',
      (text) => `<style>.n::after{content:"${text.replace(/["\\]/g, '')}"}</style><p class="n">Nota: </p>`,
    ),
  ),
  beyond(body('right to left', (text) => `<p><bdo dir="rtl">${escaped([...text].reverse().join(''))}</bdo></p>`)),
  body(
    'text over table cells',
    (text) =>
      `<table><tr>${halves(text)
        .map((half) => `<td>${half}</td>`)
        .join('')}</tr></table>`,
  ),
  beyond(
    body(
      'a letter per cell',
      (text) =>
        `<table cellspacing="0"><tr>${[...text].map((char) => `<td>${escaped(char)}</td>`).join('')}</tr></table>`,
    ),
  ),
]
