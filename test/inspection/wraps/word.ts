/** Word documents (ECMA-376 part 1 §17): every corner a text can stand in. */
import { cell, coreProperties, docx, paragraph, wordPart, xlsx } from '../../attachments/office-files.ts'
import { zipOf } from '../../attachments/zip-writer.ts'
import { withFile } from '../mail.ts'
import type { Words, Wrap } from '../wrap.ts'
import { compound } from '../writers/ole.ts'
import { escaped, page } from './hypertext.ts'

const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const BODY = paragraph('Dit is het verslag van onze vergadering.')

type Files = Readonly<Record<string, string | Buffer>>

export const documentOf = (text: string): Buffer => docx(BODY + paragraph(escaped(text)))

const body = (name: string, inside: (text: string) => string): Wrap => ({
  name: `docx ${name}`,
  mail: ({ text }) => withFile('verslag.docx', docx(BODY + inside(escaped(text))), TYPE),
})
const beside = (name: string, files: (words: Words) => Files): Wrap => ({
  name: `docx ${name}`,
  mail: (words) => withFile('verslag.docx', docx(BODY, files(words)), TYPE),
})
const partOf = (name: string, part: string, root: string, around: (inside: string) => string = String): Wrap =>
  beside(name, ({ text }) => ({ [`word/${part}.xml`]: wordPart(root, around(paragraph(escaped(text)))) }))

const run = (text: string, properties = ''): string => `<w:r>${properties}<w:t xml:space="preserve">${text}</w:t></w:r>`

export const WORD: readonly Wrap[] = [
  body('paragraph', paragraph),
  body(
    'runs of three letters',
    (text) => `<w:p>${(text.match(/&[a-z]+;|.{1,3}/g) ?? []).map((piece) => run(piece)).join('')}</w:p>`,
  ),
  body(
    'table',
    (text) => `<w:tbl><w:tr>${cell('Datum')}${cell('Nota')}</w:tr><w:tr>${cell('16/11')}${cell(text)}</w:tr></w:tbl>`,
  ),
  body('content control', (text) => `<w:sdt><w:sdtContent>${paragraph(text)}</w:sdtContent></w:sdt>`),
  body(
    'tracked deletion',
    (text) =>
      `<w:p><w:del w:id="1" w:author="A"><w:r><w:delText xml:space="preserve">${text}</w:delText></w:r></w:del></w:p>`,
  ),
  body('tracked insertion', (text) => `<w:p><w:ins w:id="1" w:author="A">${run(text)}</w:ins></w:p>`),
  body('hidden text', (text) => `<w:p>${run(text, '<w:rPr><w:vanish/></w:rPr>')}</w:p>`),
  body('white text', (text) => `<w:p>${run(text, '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>')}</w:p>`),
  body(
    'text box',
    (text) =>
      `<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>${paragraph(text)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`,
  ),
  body(
    'words with soft hyphens',
    (text) =>
      `<w:p>${text
        .split(/(?<=[a-z]{4})(?=[a-z])/)
        .map((piece) => run(piece))
        .join('<w:r><w:softHyphen/></w:r>')}</w:p>`,
  ),
  partOf('header', 'header1', 'hdr'),
  partOf('footer', 'footer1', 'ftr'),
  partOf('footnote', 'footnotes', 'footnotes', (inside) => `<w:footnote w:id="2">${inside}</w:footnote>`),
  partOf('endnote', 'endnotes', 'endnotes', (inside) => `<w:endnote w:id="2">${inside}</w:endnote>`),
  partOf('comment', 'comments', 'comments', (inside) => `<w:comment w:id="0" w:author="A">${inside}</w:comment>`),
  beside('title', ({ title }) => ({ 'docProps/core.xml': coreProperties(escaped(title), 'A') })),
  beside('custom property', ({ text }) => ({
    'docProps/custom.xml': `<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Nota"><vt:lpwstr>${escaped(text)}</vt:lpwstr></property></Properties>`,
  })),
  {
    name: 'docx called jpg',
    reported: 'name',
    mail: ({ text }) => withFile('foto.jpg', documentOf(text), 'image/jpeg'),
  },
  {
    name: 'docx called pdf',
    reported: 'name',
    mail: ({ text }) => withFile('verslag.pdf', documentOf(text), 'application/pdf'),
  },
  { name: 'docx without a name', mail: ({ text }) => withFile('', documentOf(text)) },
]

const embedded = (name: string, file: string, bytes: (text: string) => Buffer | string): Wrap =>
  beside(name, ({ text }) => ({ [`word/embeddings/${file}`]: bytes(text) }))

/** MS-OLEDS §2.3.6: a file pasted into a document, as Package Object. */
const packaged = (name: string, data: Buffer): Buffer => {
  const text = (value: string): Buffer => Buffer.from(`${value}\0`, 'latin1')
  const u32 = (value: number): Buffer => Buffer.from(new Uint32Array([value]).buffer)
  const inside = Buffer.concat([
    Buffer.from([2, 0]),
    text(name),
    text(name),
    Buffer.from([0, 0, 3, 0]),
    u32(name.length + 1),
    text(name),
    u32(data.length),
    data,
  ])
  return compound({ '\u0001Ole10Native': Buffer.concat([u32(inside.length), inside]) })
}

export const HARD_WORD: readonly Wrap[] = [
  embedded('sheet in it', 'blad.xlsx', (text) =>
    xlsx([{ name: 'Blad1', rows: '<row r="1"><c r="A1" t="s"><v>0</v></c></row>' }], [escaped(text)]),
  ),
  embedded('object in it', 'oleObject1.bin', (text) => packaged('nota.txt', Buffer.from(text, 'latin1'))),
  embedded('zip in it', 'map.zip', (text) => zipOf({ 'nota.txt': text })),
  beside('page in it', ({ text }) => ({ 'word/afchunk.html': page(escaped(text)) })),
  beside('diagram', ({ text }) => ({
    'word/diagrams/data1.xml': `<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>${escaped(text)}</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>`,
  })),
  beside('chart', ({ text }) => ({
    'word/charts/chart1.xml': `<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>${escaped(text)}</a:t></a:r></a:p></c:rich></c:tx></c:title></c:chart></c:chartSpace>`,
  })),
  body(
    'text of a picture',
    (text) =>
      `<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:docPr id="1" name="Foto" descr="${text.replaceAll('"', '&quot;')}"/></wp:inline></w:drawing></w:r></w:p>`,
  ),
]
