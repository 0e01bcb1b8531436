/** PDF (ISO 32000-1): the text of a page, and all that stands beside it. */
import { deflateSync } from 'node:zlib'
import { pdfForm, pdfOf, pdfText, stream } from '../../attachments/pdf-writer.ts'
import { withFile } from '../mail.ts'
import { beyond, type Wrap } from '../wrap.ts'
import { encodeAs, utf16 } from '../writers/charsets.ts'
import { escaped } from './hypertext.ts'

const FONT = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>'
/** A string of §7.3.4.2, in the bytes of WinAnsi. */
const literal = (text: string): string =>
  encodeAs('windows-1252', text)
    .toString('latin1')
    .replace(/[\\()]/g, '\\$&')
/** A text string of §7.9.2.2. */
const wide = (text: string): string => `<${utf16(text, 'be').toString('hex')}>`
const lines = (text: string): string[] => (text.match(/.{1,60}(?: |$)/g) ?? []).map(literal)
const shown = (text: string): string =>
  `BT /F1 12 Tf 50 800 Td ${lines(text)
    .map((line) => `(${line}) Tj 0 -20 Td`)
    .join(' ')} ET`

type Extra = Readonly<{
  content?: string
  catalog?: string
  page?: string
  objects?: readonly string[]
  trailer?: string
}>

/** One page; objects of its own are numbered from 6. */
const onePage = ({
  content = stream(shown('Verslag van onze vergadering')),
  catalog = '',
  page = '',
  objects = [],
  trailer = '',
}: Extra): Buffer =>
  pdfOf(
    [
      `<</Type/Catalog/Pages 2 0 R${catalog}>>`,
      '<</Type/Pages/Count 1/Kids[4 0 R]>>',
      FONT,
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R${page}>>`,
      content,
      ...objects,
    ],
    trailer,
  )

const pdf = (name: string, bytes: (text: string) => Buffer): Wrap => ({
  name: `pdf ${name}`,
  mail: ({ text }) => withFile('verslag.pdf', bytes(text), 'application/pdf'),
})
const note =
  (kind: string, more: (text: string) => string) =>
  (text: string): Buffer =>
    onePage({ page: '/Annots[6 0 R]', objects: [`<</Type/Annot/Subtype/${kind}/Rect[50 700 200 720]${more(text)}>>`] })

export const PDF: readonly Wrap[] = [
  pdf('page', (text) => pdfText([['Verslag'], lines(text)])),
  pdf('compressed page', (text) =>
    onePage({ content: stream(deflateSync(Buffer.from(shown(text), 'latin1')), '/Filter/FlateDecode') }),
  ),
  pdf('page in hexadecimal', (text) =>
    onePage({ content: stream(`${Buffer.from(shown(text), 'latin1').toString('hex')}>`, '/Filter/ASCIIHexDecode') }),
  ),
  pdf('word by word', (text) =>
    onePage({
      content: stream(
        `BT /F1 12 Tf ${text
          .split(' ')
          .map((word, i) => `1 0 0 1 ${50 + (i % 6) * 85} ${780 - Math.floor(i / 6) * 18} Tm (${literal(word)}) Tj`)
          .join(' ')} ET`,
      ),
    }),
  ),
  pdf('letters apart', (text) =>
    onePage({
      content: stream(
        `BT /F1 12 Tf 50 800 Td ${lines(text)
          .map((line) => `[${(line.match(/\\?[\s\S]/g) ?? []).map((char) => `(${char})-20`).join('')}] TJ 0 -20 Td`)
          .join(' ')} ET`,
      ),
    }),
  ),
  pdf('invisible text', (text) => onePage({ content: stream(shown(text).replace('BT', 'BT 3 Tr')) })),
  pdf(
    'note',
    note('Text', (text) => `/Contents ${wide(text)}`),
  ),
  pdf(
    'free text',
    note('FreeText', (text) => `/DA(/F1 12 Tf)/Contents(${literal(text)})`),
  ),
  pdf('form field', (text) => pdfForm(literal(text), { name: 'a.txt', data: Buffer.from('Dag!') })),
  pdf('attached file', (text) => pdfForm('Inschrijving', { name: 'nota.txt', data: Buffer.from(text) })),
  {
    name: 'pdf title',
    mail: ({ title }) =>
      withFile(
        'verslag.pdf',
        onePage({ objects: [`<</Title ${wide(title)}/Producer(Nota)>>`], trailer: '/Info 6 0 R' }),
        'application/pdf',
      ),
  },
  pdf('behind other bytes', (text) => Buffer.concat([Buffer.from('\r\n\r\nX-Scanner: 4\r\n'), pdfText([lines(text)])])),
  {
    name: 'pdf called docx',
    reported: 'name',
    mail: ({ text }) => withFile('verslag.docx', pdfText([lines(text)])),
  },
]

export const HARD_PDF: readonly Wrap[] = [
  pdf('stamp', (text) =>
    onePage({
      page: '/Annots[6 0 R]',
      objects: [
        '<</Type/Annot/Subtype/Stamp/Rect[50 600 500 720]/AP<</N 7 0 R>>>>',
        stream(shown(text), '/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>'),
      ],
    }),
  ),
  pdf('alternative text of a picture', (text) =>
    onePage({
      catalog: '/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R',
      page: '/StructParents 0',
      content: stream('/Figure <</MCID 0>> BDC 0 0 10 10 re f EMC BT /F1 12 Tf 50 800 Td (Verslag van de klas) Tj ET'),
      objects: [
        '<</Type/StructTreeRoot/K 7 0 R/ParentTree 8 0 R>>',
        `<</Type/StructElem/S/Figure/P 6 0 R/Pg 4 0 R/Alt ${wide(text)}/K 0>>`,
        '<</Nums[0[7 0 R]]>>',
      ],
    }),
  ),
  pdf('form in XML beside fields', (text) =>
    onePage({
      catalog: '/AcroForm<</Fields[6 0 R]/XFA[(template) 7 0 R(datasets) 8 0 R]>>',
      page: '/Annots[6 0 R]',
      objects: [
        '<</Type/Annot/Subtype/Widget/FT/Tx/T(klas)/V(3A)/Rect[50 700 200 720]>>',
        stream(
          deflateSync(
            '<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform name="blad"/></template>',
          ),
          '/Filter/FlateDecode',
        ),
        stream(
          deflateSync(
            `<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><nota>${escaped(text)}</nota></xfa:data></xfa:datasets>`,
          ),
          '/Filter/FlateDecode',
        ),
      ],
    }),
  ),
  pdf('name of a page', (text) => onePage({ catalog: `/PageLabels<</Nums[0<</P ${wide(text)}>>]>>` })),
  pdf('bookmark', (text) =>
    onePage({
      catalog: '/Outlines 6 0 R',
      objects: [
        '<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>',
        `<</Title ${wide(text)}/Parent 6 0 R/Dest[4 0 R/Fit]>>`,
      ],
    }),
  ),
  beyond(pdf('off the page', (text) => onePage({ content: stream(shown(text).replace('50 800 Td', '50 1800 Td')) }))),
  pdf('broken table of objects', (text) =>
    Buffer.from(
      pdfText([lines(text)])
        .toString('latin1')
        .replace(/startxref\n\d+/, 'startxref\n7'),
      'latin1',
    ),
  ),
]
