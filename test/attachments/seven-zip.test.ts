import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { type AttachmentOptions, openReaders, type ReadFiles } from '../../src/attachments/attachments.ts'
import { arjOf, cabOf, compressed, cpioOf, isoOf, lzhOf } from './old-archives.ts'
import { lockedRar5, type RarInput, writeRar4, writeRar5 } from './rar-writer.ts'
import { contents, fileAt, readOne, reasons } from './reading.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

const golden = (name: string): Buffer => readFileSync(new URL(`files/${name}`, import.meta.url))
const read = (name: string, bytes = golden(name)): Promise<ReadFiles> => readOne(readers, name, bytes)
const names = ({ files }: ReadFiles): string[] => files.map(({ path }) => path)

const LIST = 'Naam\tKlas\nNoor Peeters\t3B\n'
const REPORT = 'Gesprek met de ouders van Noor.\n'

test.each(['solid.7z', 'lzma.7z', 'ppmd.7z', 'bzip2.7z', 'deflate64.7z'])('%s is read as any folder', async (name) => {
  const found = await read(name)
  expect(reasons(found)).toEqual([])
  expect(names(found)).toEqual([name, `${name} › klaslijst.csv`, `${name} › zorg/verslag.txt`])
  expect(contents(found)).toEqual([LIST, REPORT])
})

test('what is encrypted keeps its words, not its names', async () => {
  const found = await read('encrypted.7z')
  expect(reasons(found)).toEqual([
    'encrypted.7z › klaslijst.csv: encrypted entry',
    'encrypted.7z › zorg/verslag.txt: encrypted entry',
  ])
  expect(found.texts.map(({ role, text }) => [role, text])).toEqual([
    ['file-name', 'encrypted.7z'],
    ['file-name', 'klaslijst.csv'],
    ['file-name', 'zorg/verslag.txt'],
  ])
})

test('where the names are encrypted too, nothing is known but that', async () => {
  expect(reasons(await read('encrypted-names.7z'))).toEqual(['encrypted-names.7z: encrypted names'])
  expect(reasons(await read('a.rar', lockedRar5()))).toEqual(['a.rar: encrypted names'])
  const old = writeRar4([{ name: 'lijst.txt', data: 'Noor' }], { lockedNames: true })
  expect(reasons(await read('a.rar', old))).toEqual(['a.rar: encrypted names'])
})

const FILES: readonly RarInput[] = [
  { name: 'klaslijst.csv', data: 'Naam;Klas\nNoor Peeters;3B\n' },
  { name: 'zorg', folder: true },
  { name: 'zorg/leeg.txt' },
  { name: 'zorg/verslag.txt', data: REPORT },
]

test.each([
  ['rar 5', writeRar5(FILES)],
  ['rar 4', writeRar4(FILES)],
])('%s is read; a folder is no file, an empty file is one', async (_format, bytes) => {
  const found = await read('dossier.rar', bytes)
  expect(reasons(found)).toEqual([])
  expect(names(found)).toEqual([
    'dossier.rar',
    'dossier.rar › klaslijst.csv',
    'dossier.rar › zorg/leeg.txt',
    'dossier.rar › zorg/verslag.txt',
  ])
  expect(contents(found)).toEqual([LIST, REPORT])
})

test('an encrypted rar gives its names', async () => {
  expect(reasons(await read('a.rar', writeRar4(FILES.slice(0, 1), { encrypted: true })))).toEqual([
    'a.rar › klaslijst.csv: encrypted entry',
  ])
})

test('of several volumes, it is said that the others are missing', async () => {
  expect(reasons(await read('split.7z.001', golden('split-volume.7z.001')))).toEqual(['split.7z.001: broken volume'])
  expect(reasons(await read('split.7z.002', Buffer.alloc(150, 0x9c)))).toEqual(['split.7z.002: broken volume'])
  expect(reasons(await read('a.part1.rar', writeRar5(FILES, { volume: true })))).toContain('a.part1.rar: broken volume')
})

test('a damaged file in it is broken, the others are read', async () => {
  const files = [{ name: 'stuk.txt', data: 'x', wrongCrc: true }, ...FILES.slice(3)]
  for (const bytes of [writeRar4(files), writeRar5(files)]) {
    const found = await read('a.rar', bytes)
    expect(reasons(found)).toEqual(['a.rar › stuk.txt: broken entry'])
    expect(contents(found)).toEqual([REPORT])
  }
})

test('an archive cut off is broken, and gives what came before the cut', async () => {
  const whole = writeRar5(FILES)
  const found = await read('a.rar', whole.subarray(0, whole.length - 50))
  expect(contents(found)).toEqual([LIST])
  expect(reasons(found)).toContain('a.rar: broken truncated')
  expect(reasons(await read('solid.7z', golden('solid.7z').subarray(0, 100)))).toEqual(['solid.7z: broken truncated'])
})

test('rubbish behind a good beginning is broken', async () => {
  const rubbish = Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), Buffer.alloc(100, 0x5a)])
  expect(reasons(await read('a.7z', rubbish))).toEqual(['a.7z: broken 7z'])
  expect(reasons(await read('a.rar', Buffer.from('526172211a0700ffffffffffff', 'hex')))).toHaveLength(1)
})

test('names that climb, that repeat, or that look like a report of an error are only names', async () => {
  const found = await read(
    'a.rar',
    writeRar5([
      { name: '../../etc/passwd', data: 'een' },
      { name: '/abs.txt', data: 'twee' },
      { name: 'dubbel.txt', data: 'drie' },
      { name: 'dubbel.txt', data: 'vier' },
      { name: 'x\nERROR: CRC Failed : dubbel.txt', data: 'vijf' },
      { name: 'foto\u202Egpj.exe', data: 'zes' },
    ]),
  )
  expect(reasons(found)).toEqual([])
  expect(contents(found)).toEqual(['een', 'twee', 'drie', 'vier', 'vijf', 'zes'])
  expect(found.files.at(-1)).toMatchObject({ name: 'fotogpj.exe', nameLies: true })
})

test('what lies in it is known by its content', async () => {
  const program = Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(60)])
  const found = await read('a.rar', writeRar5([{ name: 'factuur.pdf', data: program }]))
  expect(fileAt(found, 'a.rar › factuur.pdf')).toMatchObject({ kind: 'executable', nameLies: true })
})

test.each([
  ['klaslijst.csv.bz2', LIST],
  ['klaslijst.csv.xz', LIST],
  ['klaslijst.csv.zst', LIST],
  ['klaslijst.csv.lzma', LIST],
])('%s holds one file, which has its name without the ending', async (name, text) => {
  const found = await read(name)
  expect(reasons(found)).toEqual([])
  expect(found.files.map(({ path, kind }) => [path, kind])).toEqual([
    [name, 'archive'],
    [`${name} › klaslijst.csv`, 'csv'],
  ])
  expect(contents(found)).toEqual([text])
})

test.each([
  ['a.cab', cabOf('lijst.txt', 'Noor'), 'archive'],
  ['a.arj', arjOf('lijst.txt', 'Noor'), 'archive'],
  ['a.lzh', lzhOf('lijst.txt', 'Noor'), 'archive'],
  ['a.cpio', cpioOf('lijst.txt', 'Noor'), 'archive'],
  ['lijst.txt.Z', compressed('Noor'), 'archive'],
  ['a.iso', isoOf('lijst.txt', 'Noor'), 'disk-image'],
])('%s is read, whoever still makes it', async (name, bytes, kind) => {
  const found = await read(name, bytes)
  expect(reasons(found)).toEqual([])
  expect(found.files.map((file) => [file.path, file.kind])).toEqual([
    [name, kind],
    [`${name} › lijst.txt`, 'text'],
  ])
  expect(contents(found)).toEqual(['Noor'])
})

test('a list of telephone numbers is no archive', async () => {
  const found = await read('nummers.txt', Buffer.from('0707010203\n070701 2233\n'))
  expect(found.files[0]?.kind).toBe('text')
})

test('archives that nobody opens say so', async () => {
  const ace = Buffer.concat([Buffer.alloc(7, 1), Buffer.from('**ACE**'), Buffer.alloc(50)])
  expect(reasons(await read('a.ace', ace))).toEqual(['a.ace: unknown-format ace'])
  expect(
    reasons(await read('winmail.dat', Buffer.concat([Buffer.from('789f3e22', 'hex'), Buffer.alloc(100)]))),
  ).toHaveLength(1)
})

const limited = async (options: Partial<AttachmentOptions>, name: string, bytes: Buffer): Promise<ReadFiles> => {
  const strict = openReaders({ fileMs: 30_000, partMs: 60_000, ...options })
  try {
    return await readOne(strict, name, bytes)
  } finally {
    await strict.close()
  }
}

const thousands = (letter: string): RarInput => ({ name: `${letter}.txt`, data: letter.repeat(1000) })

test('just under the limit of bytes all is read, just over it the rest is named', async () => {
  const rar = writeRar5(['a', 'b', 'c'].map(thousands))
  expect(reasons(await limited({ maxUnpackedBytes: 3_000 }, 'a.rar', rar))).toEqual([])
  const over = await limited({ maxUnpackedBytes: 2_999 }, 'a.rar', rar)
  expect(contents(over)).toHaveLength(2)
  expect(reasons(over)).toEqual(['a.rar › c.txt: limit unpacked'])
})

test('just under the limit of files all are listed, just over it that is said once', async () => {
  const rar = writeRar5(['a', 'b', 'c'].map(thousands))
  expect(reasons(await limited({ maxFiles: 4 }, 'a.rar', rar))).toEqual([])
  const over = await limited({ maxFiles: 3 }, 'a.rar', rar)
  expect(over.files).toHaveLength(3)
  expect(new Set(over.unread.map(({ reason, detail }) => `${reason} ${detail}`))).toEqual(new Set(['limit files']))
})
