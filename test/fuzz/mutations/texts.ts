/** RTF, HTML, CSV, calendars and contacts: their marks changed between the words. */
import type { Chance } from '../../chaos/chance.ts'
import { type Mutation, mutation } from '../mutation.ts'

/** Something put between two words; `only` keeps away from places where it would mean something else. */
const between =
  (things: readonly string[], only = / /g): Mutation['apply'] =>
  (bytes, chance) => {
    if (bytes[0] === 0xff) return undefined // two bytes a letter: what is put between would shift them
    const text = bytes.toString('latin1')
    const places = [...text.matchAll(only)]
    if (places.length === 0) return undefined
    const { index, 0: found } = chance.pick(places)
    const at = index + found.length
    return Buffer.from(text.slice(0, at) + chance.pick(things) + text.slice(at), 'latin1')
  }

const whole =
  (change: (text: string, chance: Chance) => string): Mutation['apply'] =>
  (bytes, chance) =>
    bytes[0] === 0xff ? undefined : Buffer.from(change(bytes.toString('latin1'), chance), 'latin1')

export const RTF: readonly Mutation[] = [
  mutation(
    'rtf: ordinary words of control',
    true,
    between([
      '\\par ',
      '\\b ',
      '\\f0\\fs24 ',
      '{}',
      '{\\b x}',
      '\\lang1043 ',
      '\\pard\\plain ',
      '\\u233 ?',
      "\\'e9",
      '\\~',
      '\\-',
      '{\\i0 }',
    ]),
  ),
  mutation(
    'rtf: other words of control',
    false,
    between([
      '\\bin99999 ',
      '\\bin-5 ',
      '\\u-99999999 ',
      '\\uc1000 ',
      '{\\*\\x ',
      '\\ansicpg99999 ',
      '}',
      '{',
      '\\',
      "\\'zz",
      '{\\object {\\*\\objdata 0105}}',
      '\\fonttbl ',
    ]),
  ),
  mutation(
    'rtf: deep groups',
    true,
    whole((text, chance) => {
      const n = chance.pick([50, 5_000, 200_000])
      return text.replace(' ', ` ${'{'.repeat(n)}${'}'.repeat(n)}`)
    }),
  ),
  mutation(
    'rtf: groups that do not close',
    false,
    whole((text) => text.replaceAll('}', '')),
  ),
]

const TAGS = [
  '<b>',
  '</b>',
  '<p>',
  '</p>',
  '<div>',
  '</div>',
  '<span title="x">',
  '</span>',
  '<table><tr><td>',
  '</td></tr></table>',
  '<br>',
  '&nbsp;',
  '&#x200b;',
  '<font color=red>',
  '</li>',
  '<x-y>',
  '<a href="https://school.example">',
  '</a>',
  '<img alt=x>',
  '&amp;',
  '<input value=x>',
]

export const HTML: readonly Mutation[] = [
  mutation('html: tags between words', true, between(TAGS, /(?<=<body>[^<>]{0,500}) /g)),
  mutation(
    'html: hiding tags',
    false,
    between([
      '<!--',
      '<script>',
      '<style>',
      '<title>',
      '<textarea>',
      '<template>',
      '<noscript>',
      '<![CDATA[',
      '<plaintext>',
      '<div style="display:none">',
      '<!DOCTYPE',
      '<svg><style>',
      '<xmp>',
    ]),
  ),
  mutation(
    'html: an attribute of a megabyte',
    true,
    whole((text) => text.replace('<body', `<body x="${'y'.repeat(1_000_000)}"`)),
  ),
  mutation(
    'html: deeply nested',
    true,
    whole((text, chance) =>
      text.replace(
        '<body>',
        `<body>${chance.pick(['<div>', '<b>', '<table><tr><td>', '<blockquote>', '<ul><li>']).repeat(chance.pick([100, 2_500, 30_000]))}`,
      ),
    ),
  ),
  mutation(
    'html: entities',
    true,
    whole((text) =>
      text.replace(/<body>[^<]{1,500}/g, (words) =>
        words.replace(/[a-z]/g, (c, at: number) => (at > 6 && at % 3 === 0 ? `&#${c.charCodeAt(0)};` : c)),
      ),
    ),
  ),
]

export const CSV: readonly Mutation[] = [
  mutation('csv: signs of its own', true, between(['"', '""', ';', '\t', '\r\n', '\n', ',', '"a;b"', "'", '=1+1'])),
  mutation(
    'csv: a separator named',
    true,
    whole((text, chance) => `sep=${chance.pick([';', ',', 'x', '"', '\t'])}\r\n${text}`),
  ),
  mutation(
    'csv: many columns',
    true,
    whole((text) => `${';'.repeat(200_000)}\r\n${text}`),
  ),
  mutation('csv: in UTF-16', true, (bytes) =>
    bytes[0] === 0xff ? undefined : Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le'),
  ),
]

export const CALENDAR: readonly Mutation[] = [
  mutation(
    'calendar: folded lines',
    true,
    whole((text) => text.replace(/[^\r\n]{12}/g, '$&\r\n ')),
  ),
  mutation(
    'calendar: other ends of lines',
    true,
    whole((text) => text.replaceAll('\r\n', '\n')),
  ),
  mutation(
    'calendar: doubled lines',
    true,
    whole((text) => (text.includes('\r\n ') ? text : text.replace(/^.{1,200}$/gm, '$&\r\n$&'))),
  ),
  mutation(
    'calendar: a parameter',
    true,
    whole((text) => text.replace(/^(DESCRIPTION|NOTE|SUMMARY)/gm, '$1;LANGUAGE=nl;X-Y="a:b"')),
  ),
]
