/** Files of text: in every dress a program gives them. */
import { withFile } from '../mail.ts'
import type { Words, Wrap } from '../wrap.ts'
import { encodeAs, utf16 } from '../writers/charsets.ts'
import { escaped, page } from './hypertext.ts'

const file = (
  name: string,
  fileName: string,
  content: (words: Words) => Buffer | string,
  type?: string,
  matters?: readonly string[],
): Wrap => ({
  name: `file ${name}`,
  mail: (words) => withFile(fileName, content(words), type),
  ...(matters ? { matters } : {}),
})

/** With \uN for what is not ASCII, in the words between groups as a word processor writes them. */
export const rtfOf = (text: string): string => {
  const coded = [...text]
    .map((char) => {
      const code = char.charCodeAt(0)
      return code > 127 ? `\\u${code}?` : /[\\{}]/.test(char) ? `\\${char}` : char
    })
    .join('')
  return `{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}{\\*\\generator Nota;}\\pard\\f0\\fs22 Dag,\\par ${coded.replace(/ (?=[a-z])/g, ' {\\b0 }')}\\par}`
}
const rtfBytes = (text: string): string =>
  `{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\pard ${[...encodeAs('windows-1252', text)].map((byte) => `\\'${byte.toString(16).padStart(2, '0')}`).join('')}\\par}`

const CSV = 'Datum;Klas;Nota\r\n'
const json = (text: string): string => JSON.stringify({ klas: '3A', notas: [{ datum: '2026-11-16', tekst: text }] })

export const PLAIN_FILES: readonly Wrap[] = [
  file('text', 'nota.txt', ({ text }) => text, 'text/plain; charset=utf-8'),
  file('text in windows-1252', 'nota.txt', ({ text }) => encodeAs('windows-1252', text), 'text/plain', [
    'medical',
    'key',
  ]),
  file('text in utf-16', 'nota.txt', ({ text }) => utf16(text, 'le')),
  file('text in utf-16, big-endian', 'nota.txt', ({ text }) => utf16(text, 'be')),
  file('text in utf-16 without a mark', 'nota.txt', ({ text }) => utf16(text, 'le', false)),
  file('text of a Macintosh', 'nota.txt', ({ text }) => `Dag,\r${text}\rGroet\r`),
  file('markdown', 'nota.md', ({ text }) => `# Nota\n\n- ${text}\n`),
  file('log', 'nota.log', ({ text }) => `2026-11-16 10:12 ${text}\n`),
  file('HTML', 'nota.html', ({ text }) => page(`<p>${escaped(text)}</p>`), 'text/html'),
  file(
    'HTML with entities',
    'nota.htm',
    ({ text }) => page([...text].map((char) => `&#${char.codePointAt(0)};`).join('')),
    'text/html',
  ),
  file('CSV', 'notas.csv', ({ text }) => `${CSV}16/11;3A;"${text.replaceAll('"', '""')}"\r\n`, 'text/csv'),
  file(
    'CSV in windows-1252',
    'notas.csv',
    ({ text }) => encodeAs('windows-1252', `${CSV}16/11;3A;"${text}"\r\n`),
    'text/csv',
    ['medical', 'key'],
  ),
  file('CSV in utf-16', 'notas.csv', ({ text }) => utf16(`${CSV}16/11;3A;"${text}"\r\n`, 'le'), 'text/csv'),
  file('TSV', 'notas.tsv', ({ text }) => `Datum\tKlas\tNota\r\n16/11\t3A\t${text}\r\n`, 'text/tab-separated-values'),
  file('JSON', 'notas.json', ({ text }) => json(text), 'application/json'),
  file(
    'JSON with escapes',
    'notas.json',
    ({ text }) =>
      json('@').replace(
        '@',
        [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
      ),
    'application/json',
  ),
  file('JSON lines', 'notas.jsonl', ({ text }) => `${json('Dag')}\n${json(text)}\n`),
  file(
    'XML',
    'nota.xml',
    ({ text }) => `<?xml version="1.0"?><nota><tekst>${escaped(text)}</tekst></nota>`,
    'application/xml',
  ),
  file('XML attribute', 'nota.xml', ({ text }) => `<?xml version="1.0"?><nota tekst="${escaped(text)}"/>`, 'text/xml'),
  file('XML section', 'nota.xml', ({ text }) => `<?xml version="1.0"?><nota><![CDATA[${text}]]></nota>`, 'text/xml'),
  file(
    'XML in utf-16',
    'nota.xml',
    ({ text }) => utf16(`<?xml version="1.0" encoding="UTF-16"?><nota>${escaped(text)}</nota>`, 'le'),
    'text/xml',
  ),
  file('YAML', 'nota.yaml', ({ text }) => `klas: 3A\nnota: >\n  ${text}\n`),
  file('RTF', 'nota.rtf', ({ text }) => rtfOf(text), 'application/rtf'),
  file('RTF in bytes', 'nota.rtf', ({ text }) => rtfBytes(text), 'application/rtf'),
  file('RTF called doc', 'nota.doc', ({ text }) => rtfOf(text), 'application/msword'),
  file('RTF, hidden', 'nota.rtf', ({ text }) =>
    rtfOf('@').replace('@', `zie later {\\v ${rtfBytes(text).replace(/^.*\\pard |\\par\}$/g, '')}}`),
  ),
  file('subtitles', 'film.srt', ({ text }) => `1\n00:00:01,000 --> 00:00:05,000\n${text}\n`),
  file(
    'drawing',
    'poster.svg',
    ({ text }) => `<svg xmlns="http://www.w3.org/2000/svg"><text x="1" y="20">${escaped(text)}</text></svg>`,
    'image/svg+xml',
  ),
]
