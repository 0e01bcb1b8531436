import { afterAll, expect, test } from 'vitest'
import { type AttachmentOptions, openReaders, type ReadFiles } from '../../src/attachments/attachments.ts'
import { docx, paragraph, xlsx } from './office-files.ts'
import { contents, part, readOne, reasons } from './reading.ts'
import { writeZip, zipOf } from './zip-writer.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

const readWith = async (
  options: Partial<AttachmentOptions>,
  name: string,
  bytes: Buffer | string,
): Promise<ReadFiles> => {
  const limited = openReaders({ fileMs: 30_000, partMs: 60_000, ...options })
  try {
    return await readOne(limited, name, bytes)
  } finally {
    await limited.close()
  }
}

const heavySheet = (rows: number): Buffer => {
  const cells = Array.from(
    { length: rows },
    (_, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>0</v></c><c r="B${i + 1}"><v>${i}</v></c></row>`,
  )
  return xlsx([{ name: 'Blad1', rows: cells.join('') }], ['Noor Peeters'])
}

test('fifty megabytes of zeros in fifty kilobytes are not unpacked', async () => {
  const bomb = zipOf({ 'nul.txt': Buffer.alloc(50_000_000) })
  expect(bomb.length).toBeLessThan(60_000)
  const read = await readOne(readers, 'bom.zip', bomb)
  expect(reasons(read)).toEqual(['bom.zip › nul.txt: limit ratio'])
})

test('a document may not grow beyond bounds either', async () => {
  const read = await readOne(readers, 'bom.docx', docx(paragraph('a'.repeat(40_000_000))))
  expect(reasons(read)).toEqual(['bom.docx: limit ratio'])
})

test('many files together stay under the total', async () => {
  const files = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`${i}.txt`, `${i}`.repeat(1000)]))
  const read = await readWith({ maxUnpackedBytes: 3_500 }, 'a.zip', zipOf(files))
  expect(contents(read)).toHaveLength(3)
  expect(reasons(read)).toEqual(['a.zip › 3.txt: limit unpacked', 'a.zip › 4.txt: limit unpacked'])
})

test('the total counts across archives in archives', async () => {
  const inner = (letter: string): Buffer => zipOf({ 'x.txt': letter.repeat(2_000) })
  const read = await readWith({ maxUnpackedBytes: 4_000 }, 'a.zip', zipOf({ 'a.zip': inner('a'), 'b.zip': inner('b') }))
  expect(reasons(read)).toEqual(['a.zip › b.zip › x.txt: limit unpacked'])
})

test('zips in zips end at the depth', async () => {
  let zip = zipOf({ 'diep.txt': 'geheim' })
  for (let i = 0; i < 12; i += 1) zip = zipOf({ 'z.zip': zip })
  const read = await readOne(readers, 'z.zip', zip)
  expect(contents(read)).toEqual([])
  expect(reasons(read)).toEqual([`${Array(9).fill('z.zip').join(' › ')}: limit depth`])
})

test('ten thousand entries end at the number of files, said once', async () => {
  const zip = writeZip(Array.from({ length: 10_000 }, (_, i) => ({ name: `${i}.txt`, data: 'x' })))
  const read = await readOne(readers, 'veel.zip', zip)
  expect(read.files).toHaveLength(2_000)
  expect(read.unread.length).toBeGreaterThan(0)
  expect(new Set(read.unread.map(({ reason, detail }) => `${reason} ${detail}`))).toEqual(new Set(['limit files']))
  expect(read.unread.length).toBeLessThanOrEqual(2)
})

test('a declared size that lies is broken, not cut short', async () => {
  const read = await readOne(
    readers,
    'a.zip',
    writeZip([{ name: 'a.txt', data: 'wachtwoord '.repeat(50), declaredSize: 11 }]),
  )
  expect(reasons(read)).toEqual(['a.zip › a.txt: broken entry'])
  expect(contents(read)).toEqual([])
})

test('one shared string in every cell stops at the text limit', async () => {
  const long = 'Noor '.repeat(1_000)
  const rows = Array.from(
    { length: 2_000 },
    (_, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>0</v></c></row>`,
  ).join('')
  const read = await readOne(readers, 'a.xlsx', xlsx([{ name: 'B', rows }], [long]))
  expect(reasons(read)).toEqual(['a.xlsx: limit text'])
  expect(contents(read).join('')).toHaveLength(2_000_000)
})

test('what comes after the text limit is named, not read', async () => {
  const limited = openReaders({ maxTextChars: 10 })
  const read = await limited.read([part('a.txt', '0123456789ab'), part('b.txt', 'later')])
  await limited.close()
  expect(contents(read)).toEqual(['0123456789'])
  expect(reasons(read)).toEqual(['a.txt: limit text', 'b.txt: limit text'])
})

test('a file over the size is named, not read', async () => {
  const read = await readWith({ maxFileBytes: 100 }, 'a.txt', 'x'.repeat(101))
  expect(reasons(read)).toEqual(['a.txt: limit size'])
  expect(read.files[0]).toMatchObject({ kind: 'text', size: 101 })
})

test('a reader that takes too long is ended, and the next file is read', async () => {
  const impatient = openReaders({ fileMs: 5, workers: 1 })
  try {
    const read = await impatient.read([part('zwaar.xlsx', heavySheet(60_000))])
    expect(reasons(read)).toEqual(['zwaar.xlsx: reader-timeout'])
  } finally {
    await impatient.close()
  }
  const calm = openReaders({ fileMs: 30_000, partMs: 60_000, workers: 1 })
  try {
    expect(reasons(await readOne(calm, 'zwaar.xlsx', heavySheet(60_000)))).toEqual([])
  } finally {
    await calm.close()
  }
})

test('the time of a part is shared by the files inside it', async () => {
  const zip = zipOf({ 'a.xlsx': heavySheet(60_000), 'b.xlsx': heavySheet(60_001), 'c.txt': 'kort' })
  const read = await readWith({ fileMs: 60_000, partMs: 40 }, 'a.zip', zip)
  expect(reasons(read)).toContain('a.zip › b.xlsx: reader-timeout')
  expect(contents(read)).toContain('kort')
})

test('a reader that runs out of memory takes only its own file with it', async () => {
  const small = openReaders({ workerHeapMb: 32, workers: 1, maxRatio: 10_000, fileMs: 60_000, partMs: 60_000 })
  try {
    const greedy = docx('<w:a>'.repeat(1_500_000))
    const read = await small.read([part('gulzig.docx', greedy), part('gewoon.docx', docx(paragraph('Noor')))])
    expect(reasons(read)).toEqual(['gulzig.docx: limit memory'])
    expect(contents(read)).toEqual(['Noor\n'])
  } finally {
    await small.close()
  }
})

test('truncated and garbage files are broken, and say so', async () => {
  const whole = docx(paragraph('Noor'))
  const garbage = Buffer.from(Array.from({ length: 3_000 }, (_, i) => (i * 7919 + (i >> 3) * 31) % 256))
  const read = await readers.read([
    part('half.docx', whole.subarray(0, whole.length / 2)),
    part('rommel.pdf', garbage),
    part('iets.xyz', garbage),
  ])
  expect(reasons(read)).toEqual([
    'half.docx: broken zip',
    'half.docx: broken entry',
    'rommel.pdf: broken content',
    'iets.xyz: unknown-format unknown',
  ])
})

test('content that cannot be decoded is broken', async () => {
  const bad = {
    ...part('a.txt', 'x'),
    content: () => {
      throw new Error('bad base64')
    },
  }
  expect(reasons(await readers.read([bad]))).toEqual(['a.txt: broken encoding'])
})

test('options that make no sense are refused', () => {
  expect(() => openReaders({ maxDepth: 0 })).toThrow()
})
