/** Hard: text that only shows when a picture is looked at. */
import { docx, paragraph } from '../../attachments/office-files.ts'
import { pdfOf, stream } from '../../attachments/pdf-writer.ts'
import { zipOf } from '../../attachments/zip-writer.ts'
import { leaf, letter, multipart, withFile } from '../mail.ts'
import type { Wrap } from '../wrap.ts'
import { goldenOf } from './golden.ts'
import { html } from './hypertext.ts'

type Dress = (bytes: Buffer) => Buffer

const picture = (
  name: string,
  matter: string,
  file: readonly [program: string, ending: string],
  dress: Dress,
): Wrap => ({
  name: `picture ${name}`,
  matters: [matter],
  mail: ({ version }) => dress(goldenOf(file[0], matter, version, file[1])),
})

const as =
  (name: string, type: string): Dress =>
  (bytes) =>
    withFile(name, bytes, type)

const inline: Dress = (bytes) =>
  letter(
    multipart('related', [
      html('<p><img src="cid:foto"></p>'),
      leaf('image/png; name="schermafbeelding.png"', bytes, [
        'Content-ID: <foto>',
        'Content-Disposition: inline; filename="schermafbeelding.png"',
      ]),
    ]),
  )

/** The size of a JPEG stands in its SOF segment (ITU T.81 §B.2.2). */
const jpegSize = (bytes: Buffer): readonly [width: number, height: number] => {
  let at = 2
  while (bytes[at + 1]! < 0xc0 || bytes[at + 1]! > 0xc2) at += 2 + bytes.readUInt16BE(at + 2)
  return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)]
}

/** A page that is one JPEG, as a scanner makes it. */
const scanned = (jpeg: Buffer): Buffer => {
  const [width, height] = jpegSize(jpeg)
  return pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>',
    stream(
      jpeg,
      `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode`,
    ),
    stream(`500 0 0 ${Math.round((500 * height) / width)} 40 300 cm /I Do`),
  ])
}

const shot = (bytes: Buffer): Buffer =>
  withFile('verslag.docx', docx(paragraph('Zie de afbeelding.'), { 'word/media/image1.png': bytes }))

export const PICTURES: readonly Wrap[] = [
  picture('png', 'password', ['picture', 'png'], as('schermafbeelding.png', 'image/png')),
  picture('png of a note', 'care', ['picture', 'png'], as('nota.png', 'image/png')),
  picture('inline png', 'password', ['picture', 'png'], inline),
  picture('jpeg', 'family', ['picture', 'jpg'], as('nota.jpg', 'image/jpeg')),
  picture('gif', 'number', ['picture', 'gif'], as('nota.gif', 'image/gif')),
  picture('tiff', 'key', ['picture', 'tiff'], as('nota.tiff', 'image/tiff')),
  picture('bmp', 'password', ['picture', 'bmp'], as('nota.bmp', 'image/bmp')),
  picture('webp', 'care', ['picture', 'webp'], as('nota.webp', 'image/webp')),
  picture('heic', 'care', ['picture', 'heic'], as('IMG_2040.HEIC', 'image/heic')),
  picture('photo of paper, tilted', 'medical', ['photo', 'jpg'], as('IMG_2041.jpg', 'image/jpeg')),
  picture('photo of paper, tilted the other way', 'family', ['photo', 'jpg'], as('IMG_2042.jpg', 'image/jpeg')),
  picture('in a document', 'password', ['picture', 'png'], shot),
  picture('in a zip', 'care', ['picture', 'png'], (bytes) => withFile('map.zip', zipOf({ 'nota.png': bytes }))),
  picture('scanned page', 'family', ['picture', 'jpg'], (bytes) =>
    withFile('scan.pdf', scanned(bytes), 'application/pdf'),
  ),
  picture('scanned page of a photo', 'medical', ['photo', 'jpg'], (bytes) =>
    withFile('scan.pdf', scanned(bytes), 'application/pdf'),
  ),
  picture('QR code', 'password', ['qr', 'png'], as('wifi.png', 'image/png')),
  picture('QR code on a poster', 'password', ['poster', 'png'], as('poster.png', 'image/png')),
]
