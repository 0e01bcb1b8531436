/** What a school has lying about: exports, forwards, archives and documents with more in them than their pages. */
import { gzipSync } from 'node:zlib'
import { docx, paragraph, wordPart, xlsx } from '../../attachments/office-files.ts'
import { writeZip, zipOf } from '../../attachments/zip-writer.ts'
import {
  attachment,
  base64,
  COVER,
  crlf,
  letter,
  multipart,
  text as plain,
  spoken,
  withFile,
  withParts,
} from '../mail.ts'
import type { Words, Wrap } from '../wrap.ts'
import { encodeAs, utf16 } from '../writers/charsets.ts'
import { pack } from '../writers/seven-zip.ts'
import { tarOf } from '../writers/tar.ts'
import { escaped, html, page } from './hypertext.ts'

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const file = (
  name: string,
  called: string,
  content: (text: string, words: Words) => Buffer | string | Promise<Buffer>,
  type?: string,
): Wrap => ({
  name: `everyday ${name}`,
  mail: async (words) => withFile(called, await content(words.text, words), type),
})
const wrap = (name: string, mail: (words: Words) => Buffer): Wrap => ({ name: `everyday ${name}`, mail })
const word = (
  name: string,
  body: (text: string) => string,
  more: (text: string) => Record<string, string | Buffer> = () => ({}),
): Wrap =>
  file(`document, ${name}`, 'verslag.docx', (text) =>
    docx(paragraph('Verslag van de vergadering.') + body(escaped(text)), more(escaped(text))),
  )
const HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Datum</t></is></c></row>'
const SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const book = (name: string, more: (text: string) => Record<string, string>, rows = HEAD): Wrap =>
  file(`workbook, ${name}`, 'notas.xlsx', (text) => xlsx([{ name: 'Notas', rows }], [], more(escaped(text))))
const property = (name: string, part: string, xml: (title: string) => string): Wrap =>
  file(`property ${name}`, 'verslag.docx', (_, { title }) =>
    docx(paragraph('Verslag.'), { [part]: XML + xml(escaped(title)) }),
  )
const slideXml = (inside: string): string =>
  `${XML}<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree>${inside}</p:spTree></p:cSld></p:sld>`
const slides = (name: string, more: (text: string) => Record<string, string>): Wrap =>
  file(`slides, ${name}`, 'les.pptx', (text) =>
    zipOf({
      '[Content_Types].xml': `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
      'ppt/presentation.xml': `${XML}<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>`,
      'ppt/slides/slide1.xml': slideXml('<p:sp><p:txBody><a:p><a:r><a:t>Les 1</a:t></a:r></a:p></p:txBody></p:sp>'),
      ...more(escaped(text)),
    }),
  )
const epub = (text: string): Buffer =>
  writeZip([
    { name: 'mimetype', data: 'application/epub+zip', stored: true },
    {
      name: 'META-INF/container.xml',
      data: `${XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`,
    },
    {
      name: 'OEBPS/content.opf',
      data: `${XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>`,
    },
    {
      name: 'OEBPS/a.xhtml',
      data: `${XML}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>${escaped(text)}</p></body></html>`,
    },
  ])
const inner = (text: string): Buffer => letter(plain(spoken(text)), { subject: 'Nota' })
const FORWARD = [
  'From: Greet Van Looy <greet@devlonder.example>',
  'Sent: vrijdag 13 november 2026 09:12',
  'To: Annelies De Ridder',
  'Subject: Nota',
].join('\n')
const quotedWrap = (name: string, mail: (words: Words) => Buffer): Wrap => ({ ...wrap(name, mail), quoted: true })
const note = (text: string): Record<string, Buffer> => ({ 'nota.txt': Buffer.from(text) })
const calendar = (component: string, ...lines: string[]): string =>
  crlf(
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//V//NL',
      `BEGIN:${component}`,
      'UID:1@devlonder.example',
      'DTSTAMP:20261116T091244Z',
      ...lines,
      `END:${component}`,
      'END:VCALENDAR',
      '',
    ].join('\n'),
  )
const flat = (text: string): string => text.replace(/[\\;,]/g, '\\$&')

export const EVERYDAY: readonly Wrap[] = [
  file(
    'csv with a mark',
    'notas.csv',
    (text) => `\ufeffDatum;Klas;Nota\r\n16/11;3A;"${text.replaceAll('"', '""')}"\r\n`,
    'text/csv',
  ),
  file(
    'csv with a line that names its separator',
    'notas.csv',
    (text) => `sep=;\r\nDatum;Nota\r\n16/11;${text.replaceAll(';', ',')}\r\n`,
  ),
  file('csv called xls', 'notas.xls', (text) => `Datum\tNota\r\n16/11\t${text}\r\n`, 'application/vnd.ms-excel'),
  file(
    'page called xls',
    'notas.xls',
    (text) => `<html><body><table><tr><td>16/11</td><td>${escaped(text)}</td></tr></table></body></html>`,
    'application/vnd.ms-excel',
  ),
  file(
    'csv in old DOS letters',
    'notas.csv',
    (text) => encodeAs('ibm866', text.normalize('NFD').replace(/[^ -~]/g, '')),
    'text/csv',
  ),
  file('ini', 'instelling.ini', (text) => `[nota]\r\ntekst=${text}\r\n`),
  file(
    'properties',
    'tekst.properties',
    (text) => `nota=${text.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`,
  ),
  file('sql', 'export.sql', (text) => `INSERT INTO nota (id, tekst) VALUES (1, '${text.replaceAll("'", "''")}');\n`),
  file('captions', 'film.vtt', (text) => `WEBVTT\n\n00:01.000 --> 00:05.000\n${text}\n`),
  file(
    'tex',
    'brief.tex',
    (text) => `\\documentclass{article}\\begin{document}${text.replace(/[#%&_$]/g, '\\$&')}\\end{document}\n`,
  ),
  file(
    'list of tasks',
    'taak.ics',
    (text) => calendar('VTODO', 'SUMMARY:Nota', `DESCRIPTION:${flat(text)}`),
    'text/calendar',
  ),
  file(
    'comment in an appointment',
    'afspraak.ics',
    (text) => calendar('VEVENT', 'DTSTART:20261123T130000Z', 'SUMMARY:Overleg', `COMMENT:${flat(text)}`),
    'text/calendar',
  ),
  file(
    'html description of an appointment',
    'afspraak.ics',
    (text) =>
      calendar(
        'VEVENT',
        'DTSTART:20261123T130000Z',
        'SUMMARY:Overleg',
        `X-ALT-DESC;FMTTYPE=text/html:<html><body>${flat(escaped(text))}</body></html>`,
      ),
    'text/calendar',
  ),
  file(
    'place of an appointment',
    'afspraak.ics',
    (_, { title }) => calendar('VEVENT', 'DTSTART:20261123T130000Z', 'SUMMARY:Overleg', `LOCATION:${flat(title)}`),
    'text/calendar',
  ),
  file(
    'alarm of an appointment',
    'afspraak.ics',
    (text) =>
      calendar(
        'VEVENT',
        'DTSTART:20261123T130000Z',
        'SUMMARY:Overleg',
        'BEGIN:VALARM',
        'ACTION:DISPLAY',
        `DESCRIPTION:${flat(text)}`,
        'TRIGGER:-PT15M',
        'END:VALARM',
      ),
    'text/calendar',
  ),
  file(
    'note on a contact',
    'contact.vcf',
    (text) => crlf(`BEGIN:VCARD\nVERSION:4.0\nFN:Drukkerij\nNOTE:${flat(text)}\nEND:VCARD\n`),
    'text/vcard',
  ),
  file('mailbox of two', 'archief.mbox', (text) =>
    Buffer.concat(
      ['Tot morgen!', text].flatMap((one) => [
        Buffer.from('From a@devlonder.example Fri Nov 13 09:12:44 2026\n'),
        inner(one),
        Buffer.from('\n\n'),
      ]),
    ),
  ),
  file('message of Apple Mail', 'nota.emlx', (text) =>
    Buffer.concat([
      Buffer.from(`${inner(text).length}\n`),
      inner(text),
      Buffer.from(
        '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict><key>flags</key><integer>1</integer></dict></plist>\n',
      ),
    ]),
  ),
  file('web archive', 'pagina.mht', (text) =>
    Buffer.from(
      crlf(
        `From: <Saved by Blink>\nMIME-Version: 1.0\nSubject: Pagina\nContent-Type: multipart/related; type="text/html"; boundary="--b"\n\n----b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n${base64(Buffer.from(page(`<p>${escaped(text)}</p>`)))}\n----b--\n`,
      ),
    ),
  ),
  file('book', 'boek.epub', epub, 'application/epub+zip'),
  file('zip called docx', 'map.docx', (text) => zipOf(note(text))),
  file('zip without an ending', 'map', (text) => zipOf(note(text))),
  file('gzip of a document', 'verslag.docx.gz', (text) => gzipSync(docx(paragraph(escaped(text))))),
  file('zip with a message', 'map.zip', (text) => zipOf({ 'nota.eml': inner(text) })),
  file('zip with a tar.gz', 'map.zip', (text) => zipOf({ 'map.tar.gz': gzipSync(tarOf(Object.entries(note(text)))) })),
  file('zip in a folder of accents', 'map.zip', (text) => zipOf({ 'klas é/nota ü.txt': Buffer.from(text) })),
  file('tar.bz2', 'map.tbz2', async (text) => pack('map.tar.bz2', { 'map.tar': tarOf(Object.entries(note(text))) })),
  quotedWrap('forward in a letter, of Outlook', ({ text }) =>
    letter(plain(crlf(`Ter info.\n\n${'_'.repeat(32)}\n${FORWARD}\n\n${text}\n`)), { subject: 'FW: Nota' }),
  ),
  quotedWrap('forward in a letter, of Gmail', ({ text }) =>
    letter(
      plain(
        crlf(
          `Ter info.\n\n---------- Forwarded message ---------\nVan: Greet <greet@devlonder.example>\nDate: vr 13 nov 2026 om 09:12\nSubject: Nota\nTo: Annelies\n\n${text}\n`,
        ),
      ),
      { subject: 'Fwd: Nota' },
    ),
  ),
  quotedWrap('forward in a letter, of Apple', ({ text }) =>
    letter(
      plain(
        crlf(
          `Ter info.\n\nBegin doorgestuurd bericht:\n\n> Van: Greet <greet@devlonder.example>\n> Onderwerp: Nota\n> Datum: 13 november 2026\n>\n> ${text}\n`,
        ),
      ),
      { subject: 'Fwd: Nota' },
    ),
  ),
  quotedWrap('reply in a page, of Outlook', ({ text }) =>
    letter(
      html(
        `<p>Dank je.</p><div id="divRplyFwdMsg"><b>Van:</b> Greet<br><b>Onderwerp:</b> Nota</div><div><p>${escaped(text)}</p></div>`,
      ),
      { subject: 'RE: Nota', extra: ['In-Reply-To: <1@devlonder.example>'] },
    ),
  ),
  wrap('message attached, without a type', ({ text }) => withParts(attachment('Nota.eml', inner(text)))),
  wrap('message attached, global', ({ text }) =>
    withParts({
      headers: ['Content-Type: message/global; name="nota.u8msg"', 'Content-Disposition: attachment'],
      body: inner(text),
    }),
  ),
  wrap('report with the message', ({ text }) =>
    letter(
      multipart('report', [plain(COVER), { headers: ['Content-Type: message/rfc822'], body: inner(text) }], {
        type: 'multipart/report; report-type=delivery-status; boundary="=_report_vlonder"',
      }),
    ),
  ),
  word(
    'text box of today',
    (text) =>
      `<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing><wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:txbx><w:txbxContent>${paragraph(text)}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>`,
  ),
  word(
    'header of the first page',
    () => '',
    (text) => ({ 'word/header2.xml': wordPart('hdr', paragraph(text)) }),
  ),
  word(
    'choice of a list',
    (text) =>
      `<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="${text}" w:value="1"/></w:dropDownList></w:sdtPr><w:sdtContent>${paragraph('Kies')}</w:sdtContent></w:sdt>`,
  ),
  word(
    'text that waits to be filled in',
    () => '',
    (text) => ({
      'word/glossary/document.xml': wordPart(
        'glossaryDocument',
        `<w:docParts><w:docPart><w:docPartBody>${paragraph(text)}</w:docPartBody></w:docPart></w:docParts>`,
      ),
    }),
  ),
  word(
    'field',
    (text) => `<w:p><w:fldSimple w:instr=" QUOTE &quot;${text}&quot; "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>`,
  ),
  word(
    'page inside',
    () => '<w:altChunk/>',
    (text) => ({
      'word/afchunk.mht': Buffer.from(
        crlf(`MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>${text}</p>`),
      ),
    }),
  ),
  word(
    'rtf inside',
    () => '<w:altChunk/>',
    (text) => ({
      'word/afchunk1.rtf': Buffer.from(
        `{\\rtf1\\ansi ${text.replace(/&amp;/g, '&').replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0)}?`)}\\par}`,
      ),
    }),
  ),
  property(
    'company',
    'docProps/app.xml',
    (title) =>
      `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>${title}</Company></Properties>`,
  ),
  property(
    'manager',
    'docProps/app.xml',
    (title) =>
      `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Manager>${title}</Manager></Properties>`,
  ),
  property(
    'of their own',
    'docProps/custom.xml',
    (title) =>
      `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Nota"><vt:lpwstr>${title}</vt:lpwstr></property></Properties>`,
  ),
  property(
    'status',
    'docProps/core.xml',
    (title) =>
      `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"><cp:contentStatus>${title}</cp:contentStatus></cp:coreProperties>`,
  ),
  property(
    'author',
    'docProps/core.xml',
    (title) =>
      `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>${title}</dc:creator></cp:coreProperties>`,
  ),
  property(
    'base of links',
    'docProps/app.xml',
    (title) =>
      `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><HyperlinkBase>${title}</HyperlinkBase></Properties>`,
  ),
  book('defined name', (text) => ({
    'xl/workbook.xml': `${XML}<workbook ${SHEET} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Notas" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="nota">"${text}"</definedName></definedNames></workbook>`,
  })),
  book('list of choices', (text) => ({
    'xl/worksheets/sheet1.xml': `${XML}<worksheet ${SHEET}><sheetData>${HEAD}</sheetData><dataValidations count="1"><dataValidation type="list" sqref="A1"><formula1>"${text.replaceAll(',', ' ')}"</formula1></dataValidation></dataValidations></worksheet>`,
  })),
  book('pivot table', (text) => ({
    'xl/pivotCache/pivotCacheDefinition1.xml': `${XML}<pivotCacheDefinition ${SHEET}><cacheFields count="1"><cacheField name="Nota"><sharedItems><s v="${text}"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>`,
  })),
  book('other workbook', (text) => ({
    'xl/externalLinks/externalLink1.xml': `${XML}<externalLink ${SHEET}><externalBook><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>${text}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>`,
  })),
  book('chart', (text) => ({
    'xl/charts/chart1.xml': `${XML}<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>${text}</a:t></a:r></a:p></c:rich></c:tx></c:title></c:chart></c:chartSpace>`,
  })),
  slides('comment of today', (text) => ({
    'ppt/comments/modernComment_100_0.xml': `${XML}<p188:cmLst xmlns:p188="http://schemas.microsoft.com/office/powerpoint/2018/8/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p188:cm><p188:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p188:txBody></p188:cm></p188:cmLst>`,
  })),
  slides('chart', (text) => ({
    'ppt/charts/chart1.xml': `${XML}<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart><c:plotArea><c:ser><c:cat><c:strRef><c:strCache><c:pt idx="0"><c:v>${text}</c:v></c:pt></c:strCache></c:strRef></c:cat></c:ser></c:plotArea></c:chart></c:chartSpace>`,
  })),
  slides('master', (text) => ({
    'ppt/slideMasters/slideMaster1.xml': slideXml(
      `<p:sp><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`,
    ).replaceAll('p:sld', 'p:sldMaster'),
  })),
  slides('name of a section', (text) => ({
    'ppt/presentation.xml': `${XML}<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:extLst><p:ext><p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="${text}" id="{1}"/></p14:sectionLst></p:ext></p:extLst></p:presentation>`,
  })),
  file('script in a notebook', 'les.ipynb', (text) =>
    JSON.stringify({
      cells: [{ cell_type: 'markdown', metadata: {}, source: [text] }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    }),
  ),
  file(
    'route',
    'tocht.gpx',
    (text) =>
      `<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="51" lon="4"><desc>${escaped(text)}</desc></wpt></gpx>`,
  ),
  file('mind map', 'kaart.mm', (text) => `<map version="1.0.1"><node TEXT="${escaped(text)}"/></map>`),
  file('text in utf-32', 'nota.txt', (text) =>
    Buffer.concat([
      Buffer.from([0xff, 0xfe, 0, 0]),
      ...[...text].map((c) => {
        const b = Buffer.alloc(4)
        b.writeUInt32LE(c.codePointAt(0)!)
        return b
      }),
    ]),
  ),
  file(
    'rtf as bytes of Unicode',
    'nota.rtf',
    (text) => `{\\rtf1\\ansi\\uc1 ${[...text].map((c) => `\\u${c.charCodeAt(0)}?`).join('')}\\par}`,
  ),
  file('old web page in utf-16', 'nota.htm', (text) => utf16(page(`<p>${escaped(text)}</p>`), 'le'), 'text/html'),
]
