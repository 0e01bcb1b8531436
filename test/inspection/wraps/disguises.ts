/** Hard: what only somebody writes who wants to get past a reader, and what people paste without a thought. */
import { letter, text as plain, spoken, withFile } from '../mail.ts'
import { beyond, type Wrap } from '../wrap.ts'

const body = (name: string, change: (text: string) => string): Wrap => ({
  name: `disguise ${name}`,
  mail: ({ text }) => letter(plain(spoken(change(text)))),
})

/** Letters of other scripts that look like ours (UTS #39). */
const CYRILLIC: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  i: 'і',
  o: 'о',
  p: 'р',
  s: 'ѕ',
  x: 'х',
  y: 'у',
  j: 'ј',
}
const GREEK: Readonly<Record<string, string>> = { o: 'ο', v: 'ν', A: 'Α', E: 'Ε', H: 'Η', O: 'Ο' }
const lookalike =
  (table: Readonly<Record<string, string>>) =>
  (text: string): string =>
    [...text].map((char) => table[char] ?? char).join('')

const shifted =
  (upper: number, lower: number, digit: number) =>
  (text: string): string =>
    [...text]
      .map((char) => {
        const code = char.charCodeAt(0)
        if (/[A-Z]/.test(char)) return String.fromCodePoint(upper + code - 65)
        if (/[a-z]/.test(char)) return String.fromCodePoint(lower + code - 97)
        return digit > 0 && /[0-9]/.test(char) ? String.fromCodePoint(digit + code - 48) : char
      })
      .join('')
const spaced =
  (gap: string, between: string) =>
  (text: string): string =>
    text
      .split(' ')
      .map((word) => [...word].join(gap))
      .join(between)
const packed = (text: string): string => Buffer.from(text).toString('base64')

export const DISGUISES: readonly Wrap[] = [
  body('Cyrillic look-alikes', lookalike(CYRILLIC)),
  body('Greek look-alikes', lookalike(GREEK)),
  body('full-width letters', (text) =>
    text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
  ),
  body('mathematical letters', shifted(0x1d400, 0x1d41a, 0x1d7ce)),
  beyond(body('letters in circles', shifted(0x24b6, 0x24d0, 0))),
  body('spaced letters', spaced(' ', '   ')),
  beyond(body('letters with points between', spaced('.', ' '))),
  body('combining marks', (text) => text.replace(/[a-z]/g, '$&\u0336')),
  body('base64', (text) => `Zie hieronder:\n\n${packed(text)}`),
  body('base64 in lines', (text) => (packed(`Verslag\n${text}\n`).match(/.{1,60}/g) ?? []).join('\n')),
  beyond(body('base64 as an address of data', (text) => `data:text/plain;charset=utf-8;base64,${packed(text)}`)),
  beyond(body('percent signs', (text) => `https://www.devlonder.example/zoek?q=${encodeURIComponent(text)}`)),
  beyond(body('hexadecimal', (text) => Buffer.from(text).toString('hex'))),
  beyond(body('backwards', (text) => [...text].reverse().join(''))),
  beyond(body('a right-to-left mark', (text) => `\u202e${[...text].reverse().join('')}\u202c`)),
  beyond(body('one word a line', (text) => text.replaceAll(' ', '\n'))),
  { name: 'disguise base64 in a file', mail: ({ text }) => withFile('nota.txt', packed(text), 'text/plain') },
]
