/** Corners that an office, a browser or a mail program shows and few readers look into. */
import { gzipSync } from 'node:zlib'
import { docx, paragraph, xlsx } from '../../attachments/office-files.ts'
import { zipOf } from '../../attachments/zip-writer.ts'
import { COVER, letter, text as plain, withFile } from '../mail.ts'
import type { Wrap } from '../wrap.ts'
import { emf, placeableWmf } from '../writers/metafile.ts'
import { escaped, html } from './hypertext.ts'

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
const HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Datum</t></is></c></row>'

const file = (name: string, called: string, content: (text: string) => Buffer | string, type?: string): Wrap => ({
  name: `corner ${name}`,
  mail: ({ text }) => withFile(called, content(text), type),
})
const pasted = (name: string, part: string, content: (text: string) => Buffer): Wrap =>
  file(name, 'verslag.docx', (text) => docx(paragraph('Zie de tabel.'), { [part]: content(text) }))
const workbook = (name: string, part: string, xml: (text: string) => string, rows = HEAD): Wrap =>
  file(name, 'notas.xlsx', (text) => xlsx([{ name: 'Notas', rows }], [], { [part]: XML + xml(escaped(text)) }))
const page = (name: string, inside: (text: string) => string): Wrap => ({
  name: `corner ${name}`,
  mail: ({ text }) => letter(html(`<p>Tot volgende week op de vergadering!</p>${inside(text)}`)),
})
const header = (name: string, line: (title: string) => string): Wrap => ({
  name: `corner ${name}`,
  mail: ({ title }) => letter(plain(COVER), { extra: [line(`=?utf-8?B?${Buffer.from(title).toString('base64')}?=`)] }),
})

/** A valid package in which no part has the name that Word would give it (ECMA-376 part 2 §9.3). */
const elsewhere = (text: string): Buffer =>
  zipOf({
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/tekst/a.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="tekst/a.xml"/></Relationships>`,
    'tekst/a.xml': `${XML}<w:document ${WORD}><w:body><w:p>${(escaped(text).match(/&[a-z]+;|.{1,3}/g) ?? [])
      .map((piece) => `<w:r><w:t xml:space="preserve">${piece}</w:t></w:r>`)
      .join('')}</w:p></w:body></w:document>`,
  })

/** RFC 1952 §2.3: the comment stands behind the fixed part of the header. */
const commented = (text: string): Buffer => {
  const packed = gzipSync('Dag!')
  packed[3] = 16
  return Buffer.concat([packed.subarray(0, 10), Buffer.from(`${text}\0`), packed.subarray(10)])
}

const noted = (line: string): string =>
  [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//De Vlonder//NL', 'BEGIN:VEVENT', 'UID:4711@devlonder.example'],
    ...['DTSTAMP:20261116T091244Z', 'DTSTART:20261123T130000Z', 'SUMMARY:Overleg', line],
    ...['END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n')

const drawing = (text: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg"><text x="1" y="20">${escaped(text)}</text></svg>`

export const CORNERS: readonly Wrap[] = [
  pasted('drawing pasted into a document', 'word/media/image1.emf', (text) => emf(text)),
  pasted('drawing of an old program in a document', 'word/media/image1.wmf', placeableWmf),
  file('drawing of Windows', 'tabel.emf', (text) => emf(text, 'plus'), 'image/emf'),
  file('document with parts of other names', 'verslag.docx', elsewhere),
  workbook(
    'note on a name of a workbook',
    'xl/workbook.xml',
    (text) =>
      `<workbook ${SHEET} ${RELATIONS}><sheets><sheet name="Notas" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="nota" comment="${text}">1</definedName></definedNames></workbook>`,
  ),
  workbook(
    'number shown as a sentence',
    'xl/styles.xml',
    (text) =>
      `<styleSheet ${SHEET}><numFmts count="1"><numFmt numFmtId="164" formatCode="&quot;${text}&quot;"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    `${HEAD}<row r="2"><c r="A2" s="1"><v>1</v></c></row>`,
  ),
  workbook(
    'condition on a text',
    'xl/worksheets/sheet1.xml',
    (text) =>
      `<worksheet ${SHEET}><sheetData>${HEAD}</sheetData><conditionalFormatting sqref="A1"><cfRule type="containsText" text="${text}"><formula>1</formula></cfRule></conditionalFormatting></worksheet>`,
  ),
  workbook(
    'note on a table',
    'xl/tables/table1.xml',
    (text) =>
      `<table ${SHEET} name="T" comment="${text}"><tableColumns><tableColumn id="1" name="Datum"/></tableColumns></table>`,
  ),
  workbook(
    'choice of a form',
    'xl/ctrlProps/ctrlProp1.xml',
    (text) => `<formControlPr ${SHEET}><itemLst><item val="${text}"/></itemLst></formControlPr>`,
  ),
  page('label read aloud', (text) => `<p aria-label="${escaped(text)}">Zie hier.</p>`),
  page('label of a choice', (text) => `<select><option label="${escaped(text)}" value="1"></option></select>`),
  page(
    'label of choices',
    (text) => `<select><optgroup label="${escaped(text)}"><option>1</option></optgroup></select>`,
  ),
  page('summary of a table', (text) => `<table summary="${escaped(text)}"><tr><td>1</td></tr></table>`),
  page(
    'letter that a link begins',
    (text) => `<a href="mailto:a@drukkerij-inktvlek.example?body=${encodeURIComponent(text)}">antwoord</a>`,
  ),
  header('topic of a thread', (title) => `Thread-Topic: ${title}`),
  header('comments in the header', (title) => `Comments: ${title}`),
  header('keywords in the header', (title) => `Keywords: ${title}`),
  file(
    'name of a guest',
    'afspraak.ics',
    (text) => noted(`ATTENDEE;CN="${text.replaceAll('"', '')}":mailto:atelier@drukkerij-inktvlek.example`),
    'text/calendar',
  ),
  file('comment of a gzip', 'nota.txt.gz', commented),
  file('packed drawing', 'poster.svgz', (text) => gzipSync(drawing(text))),
  file('page of XPS', 'nota.xps', (text) =>
    zipOf({
      'Documents/1/Pages/1.fpage': `<FixedPage xmlns="http://schemas.microsoft.com/xps/2005/06"><Glyphs UnicodeString="${escaped(text)}"/></FixedPage>`,
    }),
  ),
]
