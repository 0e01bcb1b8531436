/** Workbooks (ECMA-376 part 1 §18, and the older formats as a kept library writes them). */
import { utils, write } from '@e965/xlsx'
import { coreProperties, xlsx } from '../../attachments/office-files.ts'
import { withFile } from '../mail.ts'
import { beyond, type Words, type Wrap } from '../wrap.ts'
import { escaped } from './hypertext.ts'

const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const HEAD =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>Datum</t></is></c><c r="B1" t="inlineStr"><is><t>Nota</t></is></c></row>'
const inline = (row: number, text: string, more = ''): string =>
  `<row r="${row}"${more}><c r="A${row}"><v>46342</v></c><c r="B${row}" t="inlineStr"><is><t>${text}</t></is></c></row>`

const wrap = (name: string, book: (words: Words) => Buffer): Wrap => ({
  name: `xlsx ${name}`,
  mail: (words) => withFile('notas.xlsx', book(words), TYPE),
})
const rows = (name: string, more: (text: string) => string): Wrap =>
  wrap(name, ({ text }) => xlsx([{ name: 'Notas', rows: HEAD + more(escaped(text)) }]))
const beside = (name: string, file: string, xml: (text: string) => string): Wrap =>
  wrap(name, ({ text }) => xlsx([{ name: 'Notas', rows: HEAD }], [], { [file]: XML + xml(escaped(text)) }))
const hidden = (state: string): Wrap =>
  wrap(`${state} sheet`, ({ text }) =>
    xlsx([
      { name: 'Notas', rows: HEAD },
      { name: 'Oud', state, rows: inline(1, escaped(text)) },
    ]),
  )

const book = (
  type: 'xlsb' | 'biff8' | 'biff5' | 'xlml' | 'ods' | 'fods' | 'sylk' | 'dif' | 'xlsx',
  name: string,
): Wrap => ({
  name: `sheet ${type}`,
  matters: ['care', 'number'],
  mail: ({ text }) => {
    const workbook = utils.book_new()
    utils.book_append_sheet(
      workbook,
      utils.aoa_to_sheet([
        ['Datum', 'Nota'],
        ['16/11', text],
      ]),
      'Notas',
    )
    return withFile(name, Buffer.from(write(workbook, { type: 'buffer', bookType: type })))
  },
})

export const SHEETS: readonly Wrap[] = [
  wrap('shared string', ({ text }) =>
    xlsx([{ name: 'Notas', rows: `${HEAD}<row r="2"><c r="B2" t="s"><v>0</v></c></row>` }], [escaped(text)]),
  ),
  wrap('shared string in runs', ({ text }) =>
    xlsx([{ name: 'Notas', rows: `${HEAD}<row r="2"><c r="B2" t="s"><v>0</v></c></row>` }], [], {
      'xl/sharedStrings.xml': `${XML}<sst ${MAIN}><si>${(text.match(/.{1,5}/g) ?? []).map((piece) => `<r><t xml:space="preserve">${escaped(piece)}</t></r>`).join('')}</si></sst>`,
    }),
  ),
  rows('inline string', (text) => inline(2, text)),
  rows('row 5000', (text) => inline(5000, text)),
  rows('hidden row', (text) => inline(2, text, ' hidden="1"')),
  rows(
    'formula',
    (text) =>
      `<row r="2"><c r="B2" t="str"><f>CONCATENATE("${text.replaceAll('"', '')}","")</f><v>${text}</v></c></row>`,
  ),
  rows('formula without a result', (text) => `<row r="2"><c r="B2"><f>"${text.replaceAll('"', '')}"</f></c></row>`),
  hidden('hidden'),
  hidden('veryHidden'),
  beside(
    'comment',
    'xl/comments1.xml',
    (text) =>
      `<comments ${MAIN}><authors><author>A</author></authors><commentList><comment ref="B2" authorId="0"><text><r><t>${text}</t></r></text></comment></commentList></comments>`,
  ),
  beside(
    'threaded comment',
    'xl/threadedComments/threadedComment1.xml',
    (text) =>
      `<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="B2" id="{1}"><text>${text}</text></threadedComment></ThreadedComments>`,
  ),
  beside(
    'text box',
    'xl/drawings/drawing1.xml',
    (text) =>
      `<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:sp><xdr:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>`,
  ),
  wrap('title', ({ title }) =>
    xlsx([{ name: 'Notas', rows: HEAD }], [], { 'docProps/core.xml': coreProperties(escaped(title), 'A') }),
  ),
  {
    ...wrap('name of a sheet', ({ title }) => xlsx([{ name: escaped(title).slice(0, 31), rows: HEAD }])),
    matters: ['care', 'medical'],
  },
  book('xlsx', 'notas.xlsx'),
  book('xlsb', 'notas.xlsb'),
  book('biff8', 'notas.xls'),
  book('biff5', 'notas.xls'),
  book('xlml', 'notas.xls'),
  book('ods', 'notas.ods'),
  book('fods', 'notas.fods'),
]

export const HARD_SHEETS: readonly Wrap[] = [
  wrap('page header', ({ text }) =>
    xlsx([{ name: 'Notas', rows: HEAD }], [], {
      'xl/worksheets/sheet1.xml': `${XML}<worksheet ${MAIN}><sheetData>${HEAD}</sheetData><headerFooter><oddHeader>&amp;C${escaped(text)}</oddHeader></headerFooter></worksheet>`,
    }),
  ),
  beyond(
    wrap('hint of a cell', ({ text }) =>
      xlsx([{ name: 'Notas', rows: HEAD }], [], {
        'xl/worksheets/sheet1.xml': `${XML}<worksheet ${MAIN}><sheetData>${HEAD}</sheetData><dataValidations count="1"><dataValidation sqref="B2" prompt="${escaped(text)}"/></dataValidations></worksheet>`,
      }),
    ),
  ),
  beyond(book('sylk', 'notas.slk')),
  beyond(book('dif', 'notas.dif')),
]
