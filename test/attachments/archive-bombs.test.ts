import { readFileSync } from 'node:fs'
import { crc32, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openReaders, type ReadFiles } from '../../src/attachments/attachments.ts'
import { residentBytes, watchResident, workedMs } from '../family.ts'
import { cpioOf, lzhOf } from './old-archives.ts'
import { writeRar4, writeRar5 } from './rar-writer.ts'
import { readOne, reasons } from './reading.ts'
import { tarEntry } from './tar-writer.ts'
import { writeZip, zipOf } from './zip-writer.ts'

const readers = openReaders()
const golden = (name: string): Buffer => readFileSync(new URL(`files/${name}`, import.meta.url))
const kinds = (found: ReadFiles): string[] => [
  ...new Set(found.unread.map(({ reason, detail }) => `${reason} ${detail}`)),
]

// The readers and their decoders are up before anything is measured.
beforeAll(async () => {
  for (const letter of 'abc') await readOne(readers, `${letter}.rar`, writeRar5([{ name: 'a.txt', data: letter }]))
})
afterAll(() => readers.close())

/** A 7z whose list says that it holds so many files without name or content (7zFormat.txt, FilesInfo, kEmptyStream). */
const sevenZipOf = (files: number): Buffer => {
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(5, 0xf0)
    bytes.writeUInt32LE(value, 1)
    return bytes
  }
  const list = Buffer.concat([
    Buffer.from([1, 5]),
    number(files),
    Buffer.from([0x0e]),
    number(files / 8),
    Buffer.alloc(files / 8, 0xff),
    Buffer.from([0, 0]),
  ])
  const start = Buffer.alloc(20)
  start.writeBigUInt64LE(BigInt(list.length), 8)
  start.writeUInt32LE(crc32(list), 16)
  const sum = Buffer.alloc(4)
  sum.writeUInt32LE(crc32(start))
  return Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), sum, start, list])
}

const dictionaryOf3Gb = (): Buffer => {
  const lzma = golden('klaslijst.csv.lzma')
  lzma.writeUInt32LE(0xc0000000, 1)
  return lzma
}

const nested = (): Buffer => {
  let archive = writeRar5([{ name: 'diep.txt', data: 'Noor' }])
  for (let i = 0; i < 12; i += 1) archive = writeRar5([{ name: 'r.rar', data: archive }])
  return archive
}

const repeated = (count: number, piece: Buffer): Buffer => Buffer.concat(Array<Buffer>(count).fill(piece))
/** An archive with its one header over and over. */
const headers = (count: number, write: (files: { name: string }[]) => Buffer): Buffer => {
  const [none, one] = [write([]), write([{ name: 'a' }])]
  const start = none.findIndex((byte, i) => byte !== one[i])
  return Buffer.concat([
    none.subarray(0, start),
    repeated(count, one.subarray(start, start + one.length - none.length)),
  ])
}

/** Behind each mark a stream of zeros without an end, so that its length can only be found by inflating. */
const endless = (): Buffer => {
  const zeros = deflateRawSync(Buffer.alloc(20_000_000)).subarray(0, -8)
  const header = Buffer.from(zipOf({ a: '' }).subarray(0, 31))
  header.writeUInt16LE(8, 6)
  header.fill(0, 14, 26)
  return repeated(200, Buffer.concat([header, zeros]))
}

const BOMBS: readonly [name: string, make: () => Buffer, said: readonly string[]][] = [
  ['a gigabyte of zeros.txt.bz2', () => golden('zeros-1gb.txt.bz2'), ['limit ratio']],
  ['a hundred megabytes of zeros.7z', () => golden('zeros-100mb.7z'), ['limit ratio']],
  ['zeros.txt.zst', () => zstdCompressSync(Buffer.alloc(100_000_000)), ['limit ratio']],
  ['zeros.txt.gz', () => gzipSync(Buffer.alloc(150_000_000)), ['limit ratio']],
  ['zeros.zip', () => zipOf({ 'nul.txt': Buffer.alloc(100_000_000) }), ['limit ratio']],
  ['a dictionary of three gigabytes.lzma', dictionaryOf3Gb, ['limit memory']],
  ['sixteen million files without a name.7z', () => sevenZipOf(2 ** 24), ['limit memory']],
  ['half a million headers.rar', () => headers(500_000, writeRar5), ['limit files']],
  ['three hundred thousand old headers.rar', () => headers(300_000, writeRar4), ['limit files']],
  ['two hundred thousand.lzh', () => repeated(200_000, lzhOf('a', 'x').subarray(0, -1)), ['limit files']],
  ['a hundred thousand.cpio', () => repeated(100_000, cpioOf('a', 'x').subarray(0, 116)), ['limit files']],
  ['thirty thousand.tar', () => repeated(30_000, tarEntry({ name: 'a' })), ['limit files']],
  ['twenty thousand.zip', () => writeZip(Array(20_000).fill({ name: 'a', data: 'x' })), ['limit files']],
  ['two hundred thousand members.gz', () => repeated(200_000, gzipSync('')), ['limit files']],
  [
    'headers without end.zip',
    endless,
    ['broken zip', 'broken entry', 'unknown-format unknown', 'limit ratio', 'limit unpacked'],
  ],
  ['archives in archives.rar', nested, ['limit depth']],
]

const MB = 1024 * 1024

test.each(BOMBS)('%s', async (name, make, said) => {
  const bomb = make()
  const before = residentBytes()
  const memory = watchResident()
  const start = workedMs()
  const found = await readOne(readers, name, bomb)
  const ms = workedMs() - start
  memory.stop()
  expect(found.unread.length).toBeGreaterThan(0)
  for (const kind of kinds(found)) expect(said).toContain(kind)
  expect(ms).toBeLessThan(2_000)
  expect((memory.highest() - before) / MB).toBeLessThan(200)
})

test('after all of them, the readers read on', async () => {
  expect(reasons(await readOne(readers, 'a.rar', writeRar5([{ name: 'a.txt', data: 'Noor' }])))).toEqual([])
})
