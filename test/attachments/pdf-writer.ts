/** Writes small PDF files by hand (ISO 32000-1 §7.5): objects, cross-reference table, trailer. */

export const stream = (data: string | Buffer, dictionary = ''): string => {
  const body = Buffer.isBuffer(data) ? data.toString('latin1') : data
  return `<<${dictionary}/Length ${body.length}>>\nstream\n${body}\nendstream`
}

/** Objects are numbered from 1 in the order given; 1 is the catalogue. */
export const pdfOf = (objects: readonly string[], trailer = ''): Buffer => {
  let body = '%PDF-1.7\n'
  const offsets: number[] = []
  objects.forEach((object, i) => {
    offsets.push(body.length)
    body += `${i + 1} 0 obj\n${object}\nendobj\n`
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const end = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<</Size ${objects.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${body.length}\n%%EOF\n`
  return Buffer.from(body + end, 'latin1')
}

const FONT = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>'
const BOX = '/MediaBox[0 0 595 842]'

/** One page per list of lines. */
export const pdfText = (pages: readonly (readonly string[])[]): Buffer => {
  const ids = pages.map((_, i) => 4 + i * 2)
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${pages.length}/Kids[${ids.map((id) => `${id} 0 R`).join(' ')}]>>`,
    FONT,
  ]
  pages.forEach((lines, i) => {
    const shown = lines.map((line) => `(${line}) Tj 0 -20 Td`).join(' ')
    objects.push(
      `<</Type/Page/Parent 2 0 R${BOX}/Resources<</Font<</F1 3 0 R>>>>/Contents ${ids[i]! + 1} 0 R>>`,
      stream(`BT /F1 12 Tf 50 800 Td ${shown} ET`),
    )
  })
  return pdfOf(objects)
}

/** A page with words at given places, as a table has. */
export const pdfAt = (words: readonly (readonly [x: number, y: number, word: string])[]): Buffer =>
  pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[4 0 R]>>',
    FONT,
    `<</Type/Page/Parent 2 0 R${BOX}/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R>>`,
    stream(`BT /F1 12 Tf ${words.map(([x, y, word]) => `1 0 0 1 ${x} ${y} Tm (${word}) Tj`).join(' ')} ET`),
  ])

/** A filled-in text field, and a file inside. */
export const pdfForm = (value: string, file: Readonly<{ name: string; data: Buffer }>): Buffer =>
  pdfOf([
    `<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>/Names<</EmbeddedFiles<</Names[(${file.name}) 7 0 R]>>>>>>`,
    '<</Type/Pages/Count 1/Kids[4 0 R]>>',
    FONT,
    `<</Type/Page/Parent 2 0 R${BOX}/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R/Annots[6 0 R]>>`,
    stream('BT /F1 12 Tf 50 800 Td (Inschrijving van een nieuwe leerling) Tj ET'),
    `<</Type/Annot/Subtype/Widget/FT/Tx/T(naam)/V(${value})/Rect[50 700 200 720]>>`,
    `<</Type/Filespec/F(${file.name})/UF(${file.name})/EF<</F 8 0 R>>>>`,
    stream(file.data, '/Type/EmbeddedFile'),
  ])

/** A page that is one picture, as a scanner makes it. */
export const pdfScan = (): Buffer =>
  pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    `<</Type/Page/Parent 2 0 R${BOX}/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>`,
    stream(
      Buffer.from([0, 255, 255, 0]),
      '/Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8',
    ),
    stream('595 0 0 842 0 0 cm /I Do'),
  ])

/** Pages that are a JPEG each, grey unless told. */
export const pdfPictures = (
  pages: readonly Readonly<{ jpeg: Buffer; width: number; height: number; colours?: 1 | 3 }>[],
): Buffer =>
  pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${pages.length}/Kids[${pages.map((_, i) => `${3 + i * 3} 0 R`).join(' ')}]>>`,
    ...pages.flatMap(({ jpeg, width, height, colours = 1 }, i) => [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Resources<</XObject<</I ${4 + i * 3} 0 R>>>>/Contents ${5 + i * 3} 0 R>>`,
      stream(
        jpeg,
        `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/Device${colours === 1 ? 'Gray' : 'RGB'}/BitsPerComponent 8/Filter/DCTDecode`,
      ),
      stream(`${width} 0 0 ${height} 0 0 cm /I Do`),
    ]),
  ])

/** Encrypted with a user password nobody here knows (standard handler, revision 2). */
export const pdfEncrypted = (): Buffer =>
  pdfOf(
    [
      '<</Type/Catalog/Pages 2 0 R>>',
      `<</Type/Pages/Count 1/Kids[3 0 R]>>`,
      `<</Type/Page/Parent 2 0 R${BOX}>>`,
      `<</Filter/Standard/V 1/R 2/Length 40/P -4/O<${'a1'.repeat(32)}>/U<${'b2'.repeat(32)}>>>`,
    ],
    `/Encrypt 4 0 R/ID[<${'00'.repeat(16)}><${'00'.repeat(16)}>]`,
  )
