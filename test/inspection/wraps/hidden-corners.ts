/** Hard: places of pages, pictures, PDFs and headers that carry words and that few look into. */
import { deflateSync } from 'node:zlib'
import { pdfOf, pdfText, stream } from '../../attachments/pdf-writer.ts'
import { COVER, FROM, letter, text as plain, withFile } from '../mail.ts'
import { beyond, type Words, type Wrap } from '../wrap.ts'
import { encodeAs, utf16 } from '../writers/charsets.ts'
import { golden } from './golden.ts'
import { escaped, html, page as whole } from './hypertext.ts'

const wrap = (name: string, mail: (words: Words) => Buffer): Wrap => ({ name: `hidden ${name}`, mail })
const page = (name: string, inside: (text: string) => string): Wrap =>
  wrap(`in a page, ${name}`, ({ text }) => letter(html(`<p>Tot volgende week!</p>${inside(text)}`)))
const saved = (name: string, inside: (text: string) => string): Wrap =>
  wrap(`in a saved page, ${name}`, ({ text }) =>
    withFile('pagina.html', whole(`<p>Tot volgende week!</p>${inside(text)}`), 'text/html'),
  )
const header = (name: string, line: (coded: string, title: string) => string): Wrap =>
  wrap(`in a header, ${name}`, ({ title }) =>
    letter(plain(COVER), { extra: [line(`=?utf-8?B?${Buffer.from(title).toString('base64')}?=`, title)] }),
  )
const behind = (name: string, file: string, head: (text: string) => Buffer): Wrap =>
  wrap(`behind the end of ${name}`, ({ text }) =>
    withFile(file, Buffer.concat([head(text), Buffer.from(`\r\n${text}\r\n`)])),
  )
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const quoted = (text: string): string => JSON.stringify(text).replaceAll('<', '\\u003c')

const FONT = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>'
const literal = (text: string): string =>
  encodeAs('windows-1252', text)
    .toString('latin1')
    .replace(/[\\()]/g, '\\$&')
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
  resources?: string
  objects?: readonly string[]
  trailer?: string
}>
const onePage = ({
  content = stream(shown('Verslag van onze vergadering')),
  catalog = '',
  page: own = '',
  resources = '',
  objects = [],
  trailer = '',
}: Extra): Buffer =>
  pdfOf(
    [
      `<</Type/Catalog/Pages 2 0 R${catalog}>>`,
      '<</Type/Pages/Count 1/Kids[4 0 R]>>',
      FONT,
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>${resources}>>/Contents 5 0 R${own}>>`,
      content,
      ...objects,
    ],
    trailer,
  )
const pdf = (name: string, bytes: (text: string) => Buffer): Wrap =>
  wrap(`in a PDF, ${name}`, ({ text }) => withFile('verslag.pdf', bytes(text), 'application/pdf'))
const rich = (text: string): string =>
  `<?xml version="1.0"?><body xmlns="http://www.w3.org/1999/xhtml"><p>${escaped(text)}</p></body>`

/** §7.5.6: a later version of the page's content stands behind the first end of the file, and the first stays in it. */
const revised = (text: string): Buffer => {
  const first = pdfText([['Verslag', ...lines(text)]])
  const at = first.length
  const object = `5 0 obj\n${stream(shown('Verslag van onze vergadering'))}\nendobj\n`
  const start = /startxref\n(\d+)/.exec(first.toString('latin1'))![1]
  const table = `xref\n5 1\n${String(at).padStart(10, '0')} 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev ${start}>>\nstartxref\n${at + object.length}\n%%EOF\n`
  return Buffer.concat([first, Buffer.from(object + table, 'latin1')])
}

export const HIDDEN: readonly Wrap[] = [
  page(
    'content of a style, on the element',
    (text) => `<style>p.n:before { content: '${text.replace(/['\\]/g, '\\$&')}' }</style><p class="n">Nota</p>`,
  ),
  page('comment', (text) => `<!-- ${text} -->`),
  page(
    'picture of data',
    (text) =>
      `<img src="data:image/svg+xml;base64,${base64(`<svg xmlns="http://www.w3.org/2000/svg"><text>${escaped(text)}</text></svg>`)}">`,
  ),
  page(
    'picture of data in percent signs',
    (text) =>
      `<img src="data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg"><text>${escaped(text)}</text></svg>`)}">`,
  ),
  page('meta', (text) => `<meta name="description" content="${escaped(text)}">`),
  page(
    'background of data',
    (text) =>
      `<div style="background:url('data:image/svg+xml;base64,${base64(`<svg xmlns="http://www.w3.org/2000/svg"><text>${escaped(text)}</text></svg>`)}')">x</div>`,
  ),
  page('template', (text) => `<template><p>${escaped(text)}</p></template>`),
  page('values of a list', (text) => `<input list="a"><datalist id="a"><option value="${escaped(text)}"></datalist>`),
  page('own attribute', (text) => `<p data-nota="${escaped(text)}">Nota</p>`),
  page('data in a script', (text) => `<script type="application/ld+json">{"description":${quoted(text)}}</script>`),
  page('button', (text) => `<button value="${escaped(text)}">ok</button>`),
  saved('script', (text) => `<script>document.write(${quoted(text)})</script>`),
  saved('data in a script', (text) => `<script>const nota = { tekst: ${quoted(text)} };</script>`),
  saved('script in base64', (text) => `<script>document.write(atob("${base64(text)}"))</script>`),
  saved('comment', (text) => `<!-- ${text} -->`),
  saved(
    'content of a style',
    (text) => `<style>.n::after{content:"${text.replace(/["\\]/g, '')}"}</style><p class="n">Nota</p>`,
  ),
  wrap('in a drawing, data', ({ text }) =>
    withFile(
      'a.svg',
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="data:image/svg+xml;base64,${base64(`<svg xmlns="http://www.w3.org/2000/svg"><text>${escaped(text)}</text></svg>`)}"/></svg>`,
      'image/svg+xml',
    ),
  ),
  wrap('in a drawing, page inside', ({ text }) =>
    withFile(
      'a.svg',
      `<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><div xmlns="http://www.w3.org/1999/xhtml">${escaped(text)}</div></foreignObject></svg>`,
      'image/svg+xml',
    ),
  ),
  beyond(
    wrap('in a drawing, script', ({ text }) =>
      withFile(
        'a.svg',
        `<svg xmlns="http://www.w3.org/2000/svg"><script>var t = ${quoted(text)}</script><text>a</text></svg>`,
        'image/svg+xml',
      ),
    ),
  ),
  header('name of a copied reader', (coded) => `Cc: ${coded} <atelier@drukkerij-inktvlek.example>`),
  header('name to answer to', (coded) => `Reply-To: ${coded} <${FROM}>`),
  header('name of the list', (coded) => `List-Id: ${coded} <lijst.devlonder.example>`),
  header('field of their own', (coded) => `X-Nota: ${coded}`),
  header('organisation', (coded) => `Organization: ${coded}`),
  header('comment on an address', (coded) => `Reply-To: ${FROM} (${coded})`),
  header('name of the sender', (coded) => `Sender: ${coded} <${FROM}>`),
  behind('a photo', 'foto.jpg', () => golden('photo-family.twin.jpg')),
  behind('a picture', 'foto.png', () => golden('picture-care.twin.png')),
  behind('a GIF', 'foto.gif', () => golden('picture-number.twin.gif')),
  behind('a PDF', 'verslag.pdf', () => pdfText([['Verslag van de vergadering']])),
  pdf('text read aloud', (text) =>
    onePage({
      content: stream(`/Span <</ActualText ${wide(text)}>> BDC BT /F1 12 Tf 50 800 Td (Verslag van de klas) Tj ET EMC`),
    }),
  ),
  pdf('text read aloud, of an element', (text) =>
    onePage({
      catalog: '/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R',
      page: '/StructParents 0',
      content: stream('/Span <</MCID 0>> BDC BT /F1 12 Tf 50 800 Td (Verslag van de klas) Tj ET EMC'),
      objects: [
        '<</Type/StructTreeRoot/K 7 0 R/ParentTree 8 0 R>>',
        `<</Type/StructElem/S/Span/P 6 0 R/Pg 4 0 R/ActualText ${wide(text)}/K 0>>`,
        '<</Nums[0[7 0 R]]>>',
      ],
    }),
  ),
  pdf('rich text of a note', (text) =>
    onePage({
      page: '/Annots[6 0 R]',
      objects: [
        `<</Type/Annot/Subtype/FreeText/DA(/F1 12 Tf)/Contents(Nota)/Rect[50 700 200 720]/RC(${literal(rich(text))})>>`,
      ],
    }),
  ),
  pdf('rich text of a field', (text) =>
    onePage({
      catalog: '/AcroForm<</Fields[6 0 R]>>',
      page: '/Annots[6 0 R]',
      objects: [
        `<</Type/Annot/Subtype/Widget/FT/Tx/T(nota)/Ff 33554432/V(Nota)/RV(${literal(rich(text))})/Rect[50 700 200 720]>>`,
      ],
    }),
  ),
  pdf('earlier version', revised),
  beyond(
    pdf('page that is not in the tree', (text) =>
      onePage({
        objects: [
          '<</Type/Page/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents 7 0 R>>',
          stream(deflateSync(Buffer.from(shown(text), 'latin1')), '/Filter/FlateDecode'),
        ],
      }),
    ),
  ),
  pdf('name of a field', (text) =>
    onePage({
      catalog: '/AcroForm<</Fields[6 0 R]>>',
      page: '/Annots[6 0 R]',
      objects: [`<</Type/Annot/Subtype/Widget/FT/Tx/T(nota)/TU${wide(text)}/Rect[50 700 200 720]>>`],
    }),
  ),
  pdf('text in a drawing of its own', (text) =>
    onePage({
      content: stream(`/X Do ${shown('Verslag')}`),
      resources: '/XObject<</X 6 0 R>>',
      objects: [stream(shown(text), '/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>')],
    }),
  ),
  pdf('layer that is off', (text) =>
    onePage({
      catalog: '/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>',
      resources: '/Properties<</L 6 0 R>>',
      content: stream(`${shown('Verslag')} /OC /L BDC ${shown(text)} EMC`),
      objects: ['<</Type/OCG/Name(Laag)>>'],
    }),
  ),
  pdf('answer to a note', (text) =>
    onePage({
      page: '/Annots[6 0 R 7 0 R]',
      objects: [
        '<</Type/Annot/Subtype/Text/Contents(Nota)/Rect[50 700 70 720]>>',
        `<</Type/Annot/Subtype/Text/IRT 6 0 R/Contents ${wide(text)}/Rect[50 700 70 720]>>`,
      ],
    }),
  ),
  pdf('property of its own', (text) => onePage({ objects: [`<</Nota ${wide(text)}>>`], trailer: '/Info 6 0 R' })),
  pdf('letters in no order', (text) =>
    onePage({
      content: stream(
        `BT /F1 12 Tf ${lines(text)
          .map((line, i) => [i, line] as const)
          .reverse()
          .map(([i, line]) => `1 0 0 1 50 ${780 - i * 20} Tm (${line}) Tj`)
          .join(' ')} ET`,
      ),
    }),
  ),
]
