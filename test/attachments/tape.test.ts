import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { openReaders, type ReadFiles } from '../../src/attachments/attachments.ts'
import { contents, readOne, reasons } from './reading.ts'
import { paxRecord, tarEntry, writeTar } from './tar-writer.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

const golden = (name: string): Buffer => readFileSync(new URL(`files/${name}`, import.meta.url))
const read = (name: string, bytes = golden(name)): Promise<ReadFiles> => readOne(readers, name, bytes)
const paths = ({ files }: ReadFiles): string[] => files.map(({ path }) => path)
const LIST = 'Naam\tKlas\nNoor Peeters\t3B\n'

test.each(['long-names-gnu.tar.xz', 'long-names-pax.tar.xz'])('%s: long names are whole', async (name) => {
  const found = await read(name)
  expect(reasons(found)).toEqual([])
  expect(paths(found).at(-1)).toMatch(/ › lang\/(?:map){40}\/(?:brief){12}\.txt$/)
  expect(contents(found)).toEqual(['Noor'])
})

test('a tape without any mark, as they were in 1979', async () => {
  const found = await read('v7.tar.xz')
  expect(reasons(found)).toEqual([])
  expect(contents(found)).toEqual([LIST])
  expect(contents(await read('zonder-naam', writeTar([{ name: 'a.txt', data: 'Noor', old: true }])))).toEqual(['Noor'])
})

test.each(['sparse-gnu.tar.xz', 'sparse-pax.tar.xz'])(
  '%s: a file with holes is named, the next is read',
  async (name) => {
    const found = await read(name)
    expect(reasons(found)).toEqual([`${name} › ${name.slice(0, -3)} › sp: unknown-format sparse`])
    expect(contents(found)).toEqual([LIST])
  },
)

test('a pax header tells name and size, whatever the header itself says', async () => {
  const header = tarEntry({
    name: 'pax',
    type: 'x',
    data: paxRecord('path', 'gesprék\nmet regel.txt') + paxRecord('size', '4'),
  })
  const file = tarEntry({ name: 'kort.txt', data: 'Noor' })
  file.write('00000000000\0', 124)
  file.write('        ', 148)
  const sum = file.subarray(0, 512).reduce((total, byte) => total + byte, 0)
  file.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  const found = await read('a.tar', Buffer.concat([header, file, writeTar([])]))
  expect(found.texts.map(({ text }) => text)).toEqual(['a.tar', 'gesprék met regel.txt', 'Noor'])
})

test('sizes in numbers of eight bits, names in two halves', async () => {
  const found = await read('a.tar', writeTar([{ name: 'b.txt', prefix: 'map/onder', data: 'Noor', base256: true }]))
  expect(paths(found)).toEqual(['a.tar', 'a.tar › map/onder/b.txt'])
  expect(contents(found)).toEqual(['Noor'])
})

test('links are names without content, folders are nothing', async () => {
  const found = await read(
    'a.tar',
    writeTar([
      { name: 'map/', type: '5' },
      { name: 'hard.exe', type: '1', link: 'a.txt' },
      { name: 'zacht', type: '2', link: '/etc/passwd' },
      { name: 'a.txt', data: 'Noor' },
    ]),
  )
  expect(found.files.map(({ name, size }) => [name, size])).toEqual([
    ['a.tar', 3584],
    ['hard.exe', 0],
    ['zacht', 0],
    ['a.txt', 4],
  ])
  expect(reasons(found)).toEqual([])
})

test('a tape cut off gives what came before the cut', async () => {
  const tar = writeTar([
    { name: 'a.txt', data: 'Noor' },
    { name: 'b.txt', data: 'x'.repeat(2000) },
  ])
  const inFile = await read('a.tar', tar.subarray(0, 2000))
  expect(contents(inFile)).toEqual(['Noor'])
  expect(reasons(inFile)).toEqual(['a.tar: broken tar', 'a.tar › b.txt: broken tar'])
  const inHeader = await read('a.tar', tar.subarray(0, 1100))
  expect(reasons(inHeader)).toEqual(['a.tar: broken tar'])
})

test('a damaged header ends the reading, and that is said', async () => {
  const tar = writeTar([
    { name: 'a.txt', data: 'Noor' },
    { name: 'b.txt', data: 'Noor' },
  ])
  tar[1024 + 130] = 0x7f
  const found = await read('a.tar', tar)
  expect(contents(found)).toEqual(['Noor'])
  expect(reasons(found)).toEqual(['a.tar: broken tar'])
})

test('a second tape behind the end of the first is read; rubbish there is the habit of tapes', async () => {
  const tar = writeTar([{ name: 'a.txt', data: 'eerste' }])
  const two = Buffer.concat([tar, writeTar([{ name: 'b.txt', data: 'tweede' }])])
  expect(contents(await read('a.tar', two))).toEqual(['eerste', 'tweede'])
  const filled = await read('a.tar', Buffer.concat([tar, Buffer.alloc(700, 0x41)]))
  expect(contents(filled)).toEqual(['eerste'])
  expect(reasons(filled)).toEqual([])
})

test('a size that lies outside the file is no size', async () => {
  const tar = writeTar([{ name: 'a.txt', data: 'Noor', base256: true }])
  tar.fill(0xff, 125, 136)
  tar.write('        ', 148)
  const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0)
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  expect(reasons(await read('a.tar', tar))).toEqual(['a.tar: broken tar'])
})

test('several members are one file', async () => {
  const found = await read('brief.txt.gz', Buffer.concat([gzipSync('Noor '), gzipSync('Peeters'), Buffer.alloc(30)]))
  expect(paths(found)).toEqual(['brief.txt.gz', 'brief.txt.gz › brief.txt'])
  expect(contents(found)).toEqual(['Noor Peeters'])
  expect(reasons(found)).toEqual([])
})

test('what stands behind the last member is a file of its own', async () => {
  const found = await read('brief.txt.gz', Buffer.concat([gzipSync('gewoon'), Buffer.from('en nog iets')]))
  expect(contents(found)).toEqual(['gewoon', 'en nog iets'])
  const opaque = await read('brief.txt.gz', Buffer.concat([gzipSync('gewoon'), Buffer.from([1, 2, 0, 0xff])]))
  expect(reasons(opaque)).toEqual(['brief.txt.gz › rest: unknown-format unknown'])
})

/** A member with every optional field of RFC 1952: extra, name, comment, checksum of the header. */
const adorned = (name: string, text: string): Buffer => {
  const plain = gzipSync(text)
  const head = Buffer.from(plain.subarray(0, 10))
  head[3] = 2 | 4 | 8 | 16
  return Buffer.concat([
    head,
    Buffer.from([3, 0, 1, 2, 3]),
    Buffer.from(`${name}\0uitleg\0`),
    Buffer.from([9, 9]),
    plain.subarray(10),
  ])
}

test('the name that a file had before it was packed counts too', async () => {
  const found = await read('bijlage.gz', adorned('virus.js', 'Noor'))
  expect(found.files.map(({ path, kind }) => [path, kind])).toEqual([
    ['bijlage.gz', 'archive'],
    ['bijlage.gz › bijlage', 'text'],
    ['bijlage.gz › virus.js', 'script'],
  ])
  // So does what was noted beside it.
  expect(contents(found)).toEqual(['uitleg\n', 'Noor'])
  expect(paths(await read('lijst.txt.gz', adorned('lijst.txt', 'Noor')))).toHaveLength(2)
})

test('a member that is cut off or has a wrong checksum is broken', async () => {
  const whole = gzipSync('Noor Peeters')
  const wrong = Buffer.from(whole)
  wrong[wrong.length - 6]! ^= 1
  for (const bytes of [whole.subarray(0, 20), whole.subarray(0, -3), wrong])
    expect(reasons(await read('a.gz', bytes))).toEqual(['a.gz: broken gzip'])
})
