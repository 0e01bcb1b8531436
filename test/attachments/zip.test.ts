import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { openReaders, type ReadFiles } from '../../src/attachments/attachments.ts'
import { docx, paragraph } from './office-files.ts'
import { pdfText } from './pdf-writer.ts'
import { writeRar4, writeRar5 } from './rar-writer.ts'
import { contents, fileAt, readOne, reasons } from './reading.ts'
import { writeTar } from './tar-writer.ts'
import { writeZip, type ZipInput, zipOf } from './zip-writer.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

const golden = (name: string): Buffer => readFileSync(new URL(`files/${name}`, import.meta.url))
const read = (name: string, bytes: Buffer): Promise<ReadFiles> => readOne(readers, name, bytes)
const paths = ({ files }: ReadFiles): string[] => files.map(({ path }) => path)

const REPORT = 'Gesprek met de ouders van Noor.\n'
const jpeg = Buffer.concat([
  Buffer.from('ffd8ffe000104a46494600', 'hex'),
  Buffer.alloc(400, 0x55),
  Buffer.from('ffd9', 'hex'),
])

test.each(['deflate64.zip', 'bzip2.zip', 'lzma.zip', 'ppmd.zip'])('%s: no method keeps its words', async (name) => {
  const found = await read(name, golden(name))
  expect(reasons(found)).toEqual([])
  expect(paths(found)).toEqual([name, `${name} › zorg/lang.txt`])
  expect(contents(found)).toEqual([REPORT.repeat(40)])
})

test.each(['aes.zip', 'zipcrypto.zip'])('%s keeps its words, not its names', async (name) => {
  expect(reasons(await read(name, golden(name)))).toEqual([`${name} › zorg/verslag.txt: encrypted entry`])
})

test('a method that nobody knows is said, with its number', async () => {
  const zip = writeZip([
    { name: 'a.txt', data: 'x', stored: true },
    { name: 'b.txt', data: 'leesbaar' },
  ])
  zip.writeUInt16LE(77, 8)
  zip.writeUInt16LE(77, zip.indexOf('PK\u0001\u0002', 0, 'latin1') + 10)
  const found = await read('a.zip', zip)
  expect(reasons(found)).toEqual(['a.zip › a.txt: unknown-format compression 77'])
  expect(contents(found)).toEqual(['leesbaar'])
})

test('a zip written as it came, sizes behind the data', async () => {
  expect(contents(await read('a.zip', golden('streamed.zip')))).toEqual(['Naam;Klas\nNoor Peeters;3B\n'])
})

test('what is a zip from some point on is read from there', async () => {
  const zip = zipOf({ 'geheim.txt': 'Noor' })
  const found = await read('a.zip', Buffer.concat([Buffer.from([1, 2, 3, 0xff]), zip]))
  expect(contents(found)).toEqual(['Noor'])
})

test.each([
  ['foto.jpg', jpeg, 'picture'],
  ['brief.pdf', pdfText([['Welkom']]), 'pdf'],
  ['uitpakken.exe', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(400)]), 'executable'],
  ['lees.txt', Buffer.from(`${'Dag allen.\n'.repeat(500)}`), 'text'],
] as const)('an archive glued to %s is found and read', async (name, carrier, kind) => {
  const zip = zipOf({ 'geheim.txt': 'Noor' })
  const glued: [string, Buffer][] = [
    ['zip', zip],
    ['zip', Buffer.concat([zip, Buffer.from('nog iets')])],
    ['rar', writeRar4([{ name: 'geheim.txt', data: 'Noor' }])],
    ['rar', writeRar5([{ name: 'geheim.txt', data: 'Noor' }])],
    ['7z', golden('solid.7z')],
  ]
  for (const [what, archive] of glued) {
    const found = await read(name, Buffer.concat([carrier, archive]))
    expect(fileAt(found, name)?.kind).toBe(kind)
    expect(paths(found)).toContain(`${name} › ${what}`)
    expect(contents(found).join()).toContain('Noor')
  }
})

test('a zip whose offsets count from the picture before it', async () => {
  const zip = zipOf({ 'geheim.txt': 'Noor' })
  zip.writeUInt32LE(jpeg.length, zip.indexOf('PK\u0001\u0002', 0, 'latin1') + 42)
  zip.writeUInt32LE(zip.readUInt32LE(zip.length - 6) + jpeg.length, zip.length - 6)
  expect(contents(await read('foto.jpg', Buffer.concat([jpeg, zip])))).toEqual(['Noor'])
})

test('a text about archives, and a picture with their mark in it, are just that', async () => {
  const mark = Buffer.from('526172211a0700377abcaf271c0004526172211a070100', 'hex')
  const found = await read('foto.jpg', Buffer.concat([jpeg, mark, jpeg]))
  expect(paths(found)).toEqual(['foto.jpg'])
  expect(reasons(found)).toEqual([])
})

test('a pdf that lies unpacked in an archive makes no pdf of the archive', async () => {
  const pdf = pdfText([['Welkom']])
  for (const [name, bytes] of [
    ['a.zip', writeZip([{ name: 'brief.pdf', data: pdf, stored: true }])],
    ['a.tar', writeTar([{ name: 'brief.pdf', data: pdf }])],
    ['a.rar', writeRar5([{ name: 'brief.pdf', data: pdf }])],
  ] as const) {
    const found = await read(name, bytes)
    expect(found.files.map(({ path, kind, nameLies }) => [path, kind, nameLies])).toEqual([
      [name, 'archive', false],
      [`${name} › brief.pdf`, 'pdf', false],
    ])
    expect(contents(found).join()).toContain('Welkom')
  }
})

test('a file that is a zip first and a pdf after it, by the name of a pdf, is read as both', async () => {
  const polyglot = Buffer.concat([zipOf({ 'a.txt': 'in de zip' }), pdfText([['in de pdf']])])
  const text = contents(await read('brief.pdf', polyglot)).join()
  expect(text).toContain('in de zip')
  expect(text).toContain('in de pdf')
})

test('an archive of another kind, by the name of a zip, with a zip behind it, is read as both', async () => {
  for (const first of [golden('solid.7z'), writeRar5([{ name: 'een.txt', data: 'Noor' }])]) {
    const found = await read('brief.zip', Buffer.concat([first, zipOf({ 'a.txt': 'verborgen' })]))
    expect(contents(found).join()).toContain('Noor')
    expect(contents(found).join()).toContain('verborgen')
  }
})

test('of two zips in a row, both are read', async () => {
  const found = await read('a.zip', Buffer.concat([zipOf({ 'een.txt': 'eerste' }), zipOf({ 'twee.txt': 'tweede' })]))
  expect(paths(found)).toEqual(['a.zip', 'a.zip › twee.txt', 'a.zip › een.txt'])
  expect(contents(found)).toEqual(['tweede', 'eerste'])
})

test('a document behind a zip is still a document, and the zip is read', async () => {
  const found = await read('brief.docx', Buffer.concat([zipOf({ 'een.txt': 'verborgen' }), docx(paragraph('gewoon'))]))
  expect(fileAt(found, 'brief.docx')?.kind).toBe('document')
  expect(contents(found)).toEqual(['gewoon\n', 'verborgen'])
})

/** The local headers stay, their names leave the directory. */
const without = (inputs: readonly ZipInput[], keep: number): Buffer => {
  const whole = writeZip(inputs)
  const kept = writeZip(inputs.slice(0, keep))
  const [wholeStart, keptStart] = [whole, kept].map((zip) => zip.indexOf('PK\u0001\u0002', 0, 'latin1'))
  const directory = Buffer.from(kept.subarray(keptStart))
  directory.writeUInt32LE(wholeStart!, directory.length - 6)
  return Buffer.concat([whole.subarray(0, wholeStart), directory])
}

test('a file that the directory leaves out is read all the same', async () => {
  const found = await read(
    'a.zip',
    without(
      [
        { name: 'gewoon.txt', data: 'gewoon' },
        { name: 'verborgen.txt', data: 'verborgen' },
      ],
      1,
    ),
  )
  expect(paths(found)).toEqual(['a.zip', 'a.zip › gewoon.txt', 'a.zip › verborgen.txt'])
  expect(contents(found)).toEqual(['gewoon', 'verborgen'])
})

test('a zip cut off is broken, and what stands in it is read', async () => {
  const zip = zipOf({ 'een.txt': 'eerste', 'twee.txt': 'tweede' })
  const found = await read('a.zip', zip.subarray(0, zip.indexOf('PK\u0001\u0002', 0, 'latin1')))
  expect(reasons(found)).toEqual(['a.zip: broken zip'])
  expect(contents(found)).toEqual(['eerste', 'tweede'])
})

test('two names for one file both count', async () => {
  const zip = zipOf({ 'brief.txt': 'Noor' })
  zip.write('virus.exe', 30)
  const found = await read('a.zip', zip)
  expect(paths(found)).toEqual(['a.zip', 'a.zip › brief.txt', 'a.zip › virus.exe'])
  expect(contents(found)).toEqual(['Noor'])
  expect(reasons(found)).toEqual([])
})

test('headers that contradict each other are broken: programs show different files', async () => {
  const method = zipOf({ 'a.txt': 'Noor' })
  method.writeUInt16LE(0, 8)
  const size = zipOf({ 'a.txt': 'Noor' })
  size.writeUInt32LE(2, 22)
  for (const zip of [method, size]) expect(reasons(await read('a.zip', zip))).toEqual(['a.zip › a.txt: broken entry'])
})

test('an end mark in the comment, rubbish behind the end, or an offset that is wrong hides nothing', async () => {
  const zip = zipOf({ 'a.txt': 'Noor' })
  const fake = Buffer.concat([zip, Buffer.from('504b0506', 'hex'), Buffer.alloc(18, 0xff)])
  const offset = Buffer.from(zip)
  offset.writeUInt32LE(0, zip.length - 6)
  for (const bytes of [fake, Buffer.concat([zip, Buffer.alloc(100, 7)]), offset]) {
    const found = await read('a.zip', bytes)
    expect(contents(found)).toEqual(['Noor'])
    expect(reasons(found)).toEqual([])
  }
})

/** A zip with one file, all its numbers in the fields of zip64 (APPNOTE 4.3.14, 4.3.15, 4.5.3). */
const zip64 = (): Buffer => {
  const zip = writeZip([{ name: 'a.txt', data: 'Noor', stored: true }])
  const start = zip.indexOf('PK\u0001\u0002', 0, 'latin1')
  const header = Buffer.from(zip.subarray(start, -22))
  const extra = Buffer.alloc(28)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(24, 2)
  extra.writeBigUInt64LE(4n, 4)
  extra.writeBigUInt64LE(4n, 12)
  header.fill(0xff, 20, 28)
  header.writeUInt16LE(28, 30)
  header.fill(0xff, 42, 46)
  const directory = Buffer.concat([header, extra])
  const end64 = Buffer.alloc(76)
  end64.write('PK\u0006\u0006', 'latin1')
  end64.writeBigUInt64LE(44n, 4)
  end64.writeBigUInt64LE(1n, 24)
  end64.writeBigUInt64LE(1n, 32)
  end64.writeBigUInt64LE(BigInt(directory.length), 40)
  end64.writeBigUInt64LE(BigInt(start), 48)
  end64.write('PK\u0006\u0007', 56, 'latin1')
  end64.writeBigUInt64LE(BigInt(start + directory.length), 64)
  const end = Buffer.from(zip.subarray(-22))
  end.fill(0xff, 8, 20)
  return Buffer.concat([zip.subarray(0, start), directory, end64, end])
}

test('numbers of eight bytes, with and without something before them', async () => {
  expect(contents(await read('a.zip', zip64()))).toEqual(['Noor'])
  expect(contents(await read('foto.jpg', Buffer.concat([jpeg, zip64()])))).toEqual(['Noor'])
})

/** A name as bytes, in both headers, with the flag for UTF-8 off. */
const named = (raw: Buffer): Buffer => {
  const zip = writeZip([{ name: 'x'.repeat(raw.length), data: 'Noor' }])
  const start = zip.indexOf('PK\u0001\u0002', 0, 'latin1')
  raw.copy(zip, 30)
  raw.copy(zip, start + 46)
  zip.writeUInt16LE(0, 6)
  zip.writeUInt16LE(0, start + 8)
  return zip
}

test('names in code page 437, and in UTF-8 without saying so', async () => {
  expect(paths(await read('a.zip', named(Buffer.from('gespr\u0082k.txt', 'latin1'))))[1]).toBe('a.zip › gesprék.txt')
  expect(paths(await read('a.zip', named(Buffer.from('gesprék.txt'))))[1]).toBe('a.zip › gesprék.txt')
})

test('folders do not count as files, and cannot be without end', async () => {
  const strict = openReaders({ fileMs: 30_000, maxFiles: 3 })
  const folders = (count: number): ZipInput[] => Array.from({ length: count }, (_, i) => ({ name: `${i}/`, data: '' }))
  const few = await readOne(strict, 'a.zip', writeZip([...folders(8), { name: 'a.txt', data: 'Noor' }]))
  const many = await readOne(strict, 'a.zip', writeZip([...folders(20), { name: 'a.txt', data: 'Noor' }]))
  await strict.close()
  expect([contents(few), reasons(few)]).toEqual([['Noor'], []])
  expect(reasons(many)).toEqual(['a.zip: limit files'])
})

test('the same data under fifty names are read once, and all names are listed', async () => {
  const strict = openReaders({ fileMs: 30_000, maxUnpackedBytes: 250_000 })
  const zip = writeZip([{ name: 'kern', data: Buffer.alloc(100_000, 65) }])
  const start = zip.indexOf('PK\u0001\u0002', 0, 'latin1')
  const entry = zip.subarray(start, -22)
  const end = Buffer.from(zip.subarray(-22))
  end.writeUInt32LE(entry.length * 50, 12)
  const bomb = Buffer.concat([zip.subarray(0, start), ...Array<Buffer>(50).fill(entry), end])
  const found = await readOne(strict, 'a.zip', bomb)
  await strict.close()
  expect(contents(found).join('')).toHaveLength(100_000)
  expect(found.files.filter(({ name }) => name === 'kern')).toHaveLength(50)
  expect(reasons(found)).toEqual([])
})

test('data that begin inside those of another entry are not read', async () => {
  const inner = writeZip([{ name: 'binnen.txt', data: Buffer.from('het geheim') }])
  const outer = writeZip([{ name: 'buiten.txt', data: inner.subarray(0, -22), stored: true }])
  const at = outer.indexOf(inner.subarray(0, 30))
  const directory = outer.indexOf('PK\u0001\u0002', at + inner.indexOf('PK\u0001\u0002', 0, 'latin1') + 4, 'latin1')
  const second = Buffer.from(inner.subarray(inner.indexOf('PK\u0001\u0002', 0, 'latin1'), -22))
  second.writeUInt32LE(at, 42)
  const end = Buffer.from(outer.subarray(-22))
  end.writeUInt16LE(2, 8)
  end.writeUInt16LE(2, 10)
  end.writeUInt32LE(outer.length - 22 - directory + second.length, 12)
  const zip = Buffer.concat([outer.subarray(0, -22), second, end])
  const found = await read('a.zip', zip)
  expect(reasons(found)).toContain('a.zip › binnen.txt: broken entry')
})
