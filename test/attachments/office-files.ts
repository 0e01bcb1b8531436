/** Small but real office documents, put together from their parts. */
import { writeZip, zipOf } from './zip-writer.ts'

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
const P =
  'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
const TYPES = `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`

type Files = Readonly<Record<string, string | Buffer>>

export const paragraph = (text: string): string => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`
export const cell = (...texts: string[]): string => `<w:tc>${texts.map(paragraph).join('')}</w:tc>`

export const docx = (body: string, more: Files = {}): Buffer =>
  zipOf({
    '[Content_Types].xml': TYPES,
    'word/document.xml': `${XML}<w:document ${W}><w:body>${body}</w:body></w:document>`,
    ...more,
  })

export const wordPart = (root: string, body: string): string => `${XML}<w:${root} ${W}>${body}</w:${root}>`

export const coreProperties = (title: string, creator: string): string =>
  `${XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${title}</dc:title><dc:creator>${creator}</dc:creator></cp:coreProperties>`

type SheetInput = Readonly<{ name: string; state?: string; rows: string }>

export const xlsx = (sheets: readonly SheetInput[], strings: readonly string[] = [], more: Files = {}): Buffer =>
  zipOf({
    '[Content_Types].xml': TYPES,
    'xl/workbook.xml': `${XML}<workbook ${S} ${R}><sheets>${sheets
      .map(
        ({ name, state }, i) =>
          `<sheet name="${name}" sheetId="${i + 1}" ${state ? `state="${state}" ` : ''}r:id="rId${i + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets
      .map((_, i) => `<Relationship Id="rId${i + 1}" Type="worksheet" Target="worksheets/sheet${i + 1}.xml"/>`)
      .join('')}</Relationships>`,
    'xl/sharedStrings.xml': `${XML}<sst ${S}>${strings.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
    ...Object.fromEntries(
      sheets.map(({ rows }, i) => [
        `xl/worksheets/sheet${i + 1}.xml`,
        `${XML}<worksheet ${S}><sheetData>${rows}</sheetData></worksheet>`,
      ]),
    ),
    ...more,
  })

export const pptx = (slides: readonly string[], notes: readonly string[] = []): Buffer => {
  const words = (text: string): string =>
    `<p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld>`
  return zipOf({
    '[Content_Types].xml': TYPES,
    'ppt/presentation.xml': `${XML}<p:presentation ${P}/>`,
    ...Object.fromEntries(
      slides.map((text, i) => [`ppt/slides/slide${i + 1}.xml`, `${XML}<p:sld ${P}>${words(text)}</p:sld>`]),
    ),
    ...Object.fromEntries(
      notes.map((text, i) => [
        `ppt/notesSlides/notesSlide${i + 1}.xml`,
        `${XML}<p:notes ${P}>${words(text)}</p:notes>`,
      ]),
    ),
  })
}

const ODF =
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'

export const odf = (flavour: 'text' | 'spreadsheet' | 'presentation', body: string, manifest = ''): Buffer =>
  writeZip([
    // ODF 1.3 part 2 §3.3: first in the zip, and not compressed.
    { name: 'mimetype', data: `application/vnd.oasis.opendocument.${flavour}`, stored: true },
    {
      name: 'content.xml',
      data: `${XML}<office:document-content ${ODF}><office:body><office:${flavour}>${body}</office:${flavour}></office:body></office:document-content>`,
    },
    { name: 'META-INF/manifest.xml', data: `${XML}<manifest:manifest ${ODF}>${manifest}</manifest:manifest>` },
  ])
