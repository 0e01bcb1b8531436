/** Presentations (ECMA-376 part 1 §19) and OpenDocument files (ODF 1.3). */
import { coreProperties, odf, pptx } from '../../attachments/office-files.ts'
import { writeZip } from '../../attachments/zip-writer.ts'
import { withFile } from '../mail.ts'
import { beyond, type Words, type Wrap } from '../wrap.ts'
import { escaped } from './hypertext.ts'

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const P =
  'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
const TYPE = 'application/vnd.openxmlformats-officedocument.presentationml.presentation'

/** `pptx` of the test's own writer takes no other parts. */
const TITLE = 'Welkom op de infoavond'
const words = (text: string): string => `<a:p><a:r><a:t>${text}</a:t></a:r></a:p>`
const slide = (inside: string, more = ''): string =>
  `${XML}<p:sld ${P}${more}><p:cSld><p:spTree>${inside}</p:spTree></p:cSld></p:sld>`
const shape = (text: string): string => `<p:sp><p:txBody>${words(text)}</p:txBody></p:sp>`

const deck = (parts: Readonly<Record<string, string>>): Buffer =>
  writeZip(
    Object.entries({
      '[Content_Types].xml': `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
      'ppt/presentation.xml': `${XML}<p:presentation ${P}/>`,
      'ppt/slides/slide1.xml': slide(shape(TITLE)),
      ...parts,
    }).map(([name, data]) => ({ name, data })),
  )

const slides = (name: string, file: (words: Words) => Buffer): Wrap => ({
  name: `pptx ${name}`,
  mail: (words) => withFile('infoavond.pptx', file(words), TYPE),
})
const part = (name: string, path: string, xml: (text: string) => string): Wrap =>
  slides(name, ({ text }) => deck({ [path]: xml(escaped(text)) }))

export const SLIDES: readonly Wrap[] = [
  slides('slide', ({ text }) => pptx([TITLE, escaped(text)])),
  slides('notes', ({ text }) => pptx([TITLE], [escaped(text)])),
  part('hidden slide', 'ppt/slides/slide2.xml', (text) => slide(shape(text), ' show="0"')),
  part('table', 'ppt/slides/slide2.xml', (text) =>
    slide(
      `<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr><a:tc><a:txBody>${words(text)}</a:txBody></a:tc></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>`,
    ),
  ),
  part('group', 'ppt/slides/slide2.xml', (text) => slide(`<p:grpSp><p:grpSp>${shape(text)}</p:grpSp></p:grpSp>`)),
  part(
    'comment',
    'ppt/comments/comment1.xml',
    (text) => `${XML}<p:cmLst ${P}><p:cm authorId="0"><p:text>${text}</p:text></p:cm></p:cmLst>`,
  ),
  slides('title', ({ title }) => deck({ 'docProps/core.xml': coreProperties(escaped(title), 'A') })),
]

export const HARD_SLIDES: readonly Wrap[] = [
  beyond(
    part(
      'layout',
      'ppt/slideLayouts/slideLayout1.xml',
      (text) => `${XML}<p:sldLayout ${P}><p:cSld><p:spTree>${shape(text)}</p:spTree></p:cSld></p:sldLayout>`,
    ),
  ),
  part(
    'diagram',
    'ppt/diagrams/data1.xml',
    (text) =>
      `<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:ptLst><dgm:pt><dgm:t>${words(text)}</dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>`,
  ),
  part('text of a picture', 'ppt/slides/slide2.xml', (text) =>
    slide(`<p:pic><p:nvPicPr><p:cNvPr id="2" name="Foto" descr="${text}"/></p:nvPicPr></p:pic>`),
  ),
]

type Flavour = 'text' | 'spreadsheet' | 'presentation'
const ENDINGS: Readonly<Record<Flavour, string>> = { text: 'odt', spreadsheet: 'ods', presentation: 'odp' }
const open = (name: string, flavour: Flavour, inside: (text: string) => string): Wrap => ({
  name: `${ENDINGS[flavour]} ${name}`,
  mail: ({ text }) => withFile(`verslag.${ENDINGS[flavour]}`, odf(flavour, inside(escaped(text)))),
})
const p = (text: string): string => `<text:p>${text}</text:p>`
const row = (inside: string, more = ''): string =>
  `<table:table-row${more}><table:table-cell>${inside}</table:table-cell></table:table-row>`
const sheet = (inside: string, more = ''): string => `<table:table table:name="Blad1"${more}>${inside}</table:table>`
const dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'

/** With one part more than the content. */
const besides = (name: string, path: string, xml: (words: Words) => string): Wrap => ({
  name: `odt ${name}`,
  mail: (given) =>
    withFile(
      'verslag.odt',
      writeZip([
        { name: 'mimetype', data: 'application/vnd.oasis.opendocument.text', stored: true },
        {
          name: 'content.xml',
          data: `${XML}<office:document-content ${OFFICE}><office:body><office:text>${p('Verslag')}</office:text></office:body></office:document-content>`,
        },
        { name: path, data: XML + xml(given) },
      ]),
    ),
})
const OFFICE =
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'

export const OPEN_DOCUMENTS: readonly Wrap[] = [
  open('paragraph', 'text', p),
  open('spans', 'text', (text) =>
    p((text.match(/&[a-z]+;|.{1,4}/g) ?? []).map((piece) => `<text:span>${piece}</text:span>`).join('')),
  ),
  open('table', 'text', (text) => sheet(row(p('Nota')) + row(p(text)))),
  open('footnote', 'text', (text) =>
    p(
      `Verslag<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>${p(text)}</text:note-body></text:note>`,
    ),
  ),
  open('comment', 'text', (text) =>
    p(`Verslag<office:annotation><dc:creator ${dc}>A</dc:creator>${p(text)}</office:annotation>`),
  ),
  open(
    'tracked deletion',
    'text',
    (text) =>
      `<text:tracked-changes><text:changed-region text:id="c"><text:deletion>${p(text)}</text:deletion></text:changed-region></text:tracked-changes>${p('Verslag')}`,
  ),
  open('text box', 'text', (text) => p(`<draw:frame><draw:text-box>${p(text)}</draw:text-box></draw:frame>`)),
  besides(
    'header',
    'styles.xml',
    ({ text }) =>
      `<office:document-styles ${OFFICE}><office:master-styles><style:master-page style:name="S"><style:header>${p(escaped(text))}</style:header></style:master-page></office:master-styles></office:document-styles>`,
  ),
  besides(
    'title',
    'meta.xml',
    ({ title }) =>
      `<office:document-meta ${OFFICE}><office:meta><dc:title ${dc}>${escaped(title)}</dc:title></office:meta></office:document-meta>`,
  ),
  open('cell', 'spreadsheet', (text) => sheet(row(p('Nota')) + row(p(text)))),
  open('hidden row', 'spreadsheet', (text) => sheet(row(p('Nota')) + row(p(text), ' table:visibility="collapse"'))),
  open('comment of a cell', 'spreadsheet', (text) =>
    sheet(row(`<office:annotation>${p(text)}</office:annotation>${p('Nota')}`)),
  ),
  open(
    'slide',
    'presentation',
    (text) => `<draw:page draw:name="1"><draw:frame><draw:text-box>${p(text)}</draw:text-box></draw:frame></draw:page>`,
  ),
  open(
    'notes',
    'presentation',
    (text) =>
      `<draw:page draw:name="1"><draw:frame><draw:text-box>${p(TITLE)}</draw:text-box></draw:frame><presentation:notes xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"><draw:frame><draw:text-box>${p(text)}</draw:text-box></draw:frame></presentation:notes></draw:page>`,
  ),
]
