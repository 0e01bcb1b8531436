/** PDF objects changed (ISO 32000-1 §7.3, §7.5): numbers, lengths, references, filters, the page tree. */
import { deflateSync } from 'node:zlib'
import type { Chance } from '../../chaos/chance.ts'
import { type Mutation, mutation } from '../mutation.ts'

const onText =
  (change: (pdf: string, chance: Chance) => string | undefined): Mutation['apply'] =>
  (bytes, chance) => {
    const made = change(bytes.toString('latin1'), chance)
    return made === undefined ? undefined : Buffer.from(made, 'latin1')
  }

/** One of the places where `pattern` matches gets other words. */
const one = (pattern: RegExp, make: (found: string, chance: Chance, pdf: string) => string): Mutation['apply'] =>
  onText((pdf, chance) => {
    const all = [...pdf.matchAll(pattern)]
    if (all.length === 0) return undefined
    const { index, 0: found } = chance.pick(all)
    return pdf.slice(0, index) + make(found, chance, pdf) + pdf.slice(index + found.length)
  })

const NUMBERS = ['-1', '0', '1', '2', '3', '5', '65535', '2147483648', '99999999999999999999', '1e9', '0.5']
const digits = (found: string, chance: Chance): string => found.replace(/\d+/, chance.pick(NUMBERS))
const FILTERS = [
  'FlateDecode',
  'LZWDecode',
  'ASCIIHexDecode',
  'ASCII85Decode',
  'RunLengthDecode',
  'DCTDecode',
  'JPXDecode',
  'JBIG2Decode',
  'CCITTFaxDecode',
  'Crypt',
  'X',
]

export const PDF: readonly Mutation[] = [
  mutation('pdf: an object number', false, one(/\d{1,5} 0 obj/g, digits)),
  mutation('pdf: a reference', false, one(/\d{1,5} 0 R/g, digits)),
  mutation('pdf: a length', true, one(/\/Length \d{1,9}/g, digits)),
  mutation('pdf: a count', true, one(/\/Count \d{1,9}/g, digits)),
  mutation('pdf: a number in a dictionary', false, one(/\/[A-Z]\w{0,20} \d{1,9}/g, digits)),
  mutation(
    'pdf: an offset in the table',
    true,
    one(/\d{10} 00000 n/g, (_, chance) => `${String(chance.between(0, 5_000)).padStart(10, '0')} 00000 n`),
  ),
  mutation(
    'pdf: an entry of the table free',
    true,
    one(/\d{10} 00000 n/g, (found) => found.replace(/n$/, 'f')),
  ),
  mutation('pdf: the start of the table', true, one(/startxref\n\d{1,9}/g, digits)),
  mutation(
    'pdf: without a table',
    true,
    onText((pdf) => pdf.replace(/xref\n[\s\S]{0,20000}?trailer/, 'trailer')),
  ),
  mutation(
    'pdf: without an end',
    true,
    onText((pdf) => pdf.replace(/endobj|endstream/, '')),
  ),
  mutation(
    'pdf: pages in a ring',
    true,
    one(/\/Kids\[[^\]]{0,400}\]/g, (found) => found.replace('[', '[2 0 R ')),
  ),
  mutation(
    'pdf: a parent of its own',
    true,
    one(/\/Parent \d{1,5} 0 R/g, () => '/Parent 4 0 R'),
  ),
  mutation(
    'pdf: a key changed',
    false,
    one(/\/[A-Z][A-Za-z]{1,20}/g, (_, chance) =>
      chance.pick(['/Type', '/Kids', '/Length', '/Filter', '/X', '/Contents', '/Prev', '/Encrypt']),
    ),
  ),
  mutation(
    'pdf: two dictionaries swapped',
    false,
    onText((pdf, chance) => {
      const all = [...pdf.matchAll(/<<[^<>]{0,2000}>>/g)]
      if (all.length < 2) return undefined
      const [a, b] = [chance.pick(all), chance.pick(all)].toSorted((x, y) => x.index - y.index) as [
        RegExpExecArray,
        RegExpExecArray,
      ]
      if (a.index === b.index) return undefined
      return (
        pdf.slice(0, a.index) +
        b[0] +
        pdf.slice(a.index + a[0].length, b.index) +
        a[0] +
        pdf.slice(b.index + b[0].length)
      )
    }),
  ),
  mutation(
    'pdf: a filter that is not so',
    false,
    one(
      /\/Length \d{1,9}/g,
      (found, chance) =>
        `/Filter[${Array.from({ length: chance.pick([1, 2, 50, 5_000]) }, () => `/${chance.pick(FILTERS)}`).join('')}]${found}`,
    ),
  ),
  mutation('pdf: streams packed, again and again', true, (bytes, chance) => {
    const times = chance.between(1, 4)
    const packed = bytes
      .toString('latin1')
      .replace(/\/Length (\d{1,9})>>\nstream\n([\s\S]*?)\nendstream/g, (_, _length: string, body: string) => {
        let data: Buffer = Buffer.from(body, 'latin1')
        for (let n = 0; n < times; n += 1) data = deflateSync(data)
        return `/Filter[${'/FlateDecode'.repeat(times)}]/Length ${data.length}>>\nstream\n${data.toString('latin1')}\nendstream`
      })
    return Buffer.from(packed, 'latin1')
  }),
  mutation(
    'pdf: an object doubled',
    false,
    one(/\d{1,5} 0 obj\n[\s\S]{0,400}?endobj/g, (found) => `${found}\n${found}`),
  ),
  mutation(
    'pdf: deep arrays',
    true,
    one(/\/Resources/g, (found, chance) => `/X ${'['.repeat(chance.pick([100, 20_000]))}${found}`),
  ),
  mutation(
    'pdf: something in front',
    true,
    onText((pdf, chance) => chance.pick(['\n', 'x'.repeat(900), 'From: x\r\n\r\n']) + pdf),
  ),
  mutation(
    'pdf: many objects',
    true,
    onText((pdf, chance) =>
      pdf.replace(
        'xref\n',
        `${Array.from({ length: chance.pick([100, 20_000]) }, (_, i) => `${i + 100} 0 obj null endobj`).join('\n')}\nxref\n`,
      ),
    ),
  ),
]
