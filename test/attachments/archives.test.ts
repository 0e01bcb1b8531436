import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { docx, paragraph } from './office-files.ts'
import { contents, fileAt, readOne, reasons } from './reading.ts'
import { writeZip, zipOf } from './zip-writer.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

/** A tar of one file, by POSIX.1-1988. */
const tarOf = (name: string, data: string): Buffer => {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write('0000644\0', 100)
  header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\u000000', 257)
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  )
  return Buffer.concat([header, Buffer.from(data.padEnd(512, '\0')), Buffer.alloc(1024)])
}

test('files in a zip in a zip, with their paths', async () => {
  const inner = zipOf({ 'verslag.docx': docx(paragraph('Noor Peeters')) })
  const read = await readOne(
    readers,
    'dossier.zip',
    zipOf({ 'map/binnen.zip': inner, 'lees.txt': 'hallo' }),
    'application/zip',
  )
  expect(reasons(read)).toEqual([])
  expect(read.files.map(({ path, kind }) => [path, kind])).toEqual([
    ['dossier.zip', 'archive'],
    ['dossier.zip › map/binnen.zip', 'archive'],
    ['dossier.zip › map/binnen.zip › verslag.docx', 'document'],
    ['dossier.zip › lees.txt', 'text'],
  ])
  expect(contents(read)).toEqual(['Noor Peeters\n', 'hallo'])
})

test('a zip made by the usual program', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mailsluis-zip-'))
  try {
    writeFileSync(join(folder, 'klaslijst.csv'), 'Naam;Klas\nNoor;3B\n')
    execFileSync('python3', ['-m', 'zipfile', '-c', 'a.zip', 'klaslijst.csv'], { cwd: folder })
    expect(contents(await readOne(readers, 'a.zip', readFileSync(join(folder, 'a.zip'))))).toEqual([
      'Naam\tKlas\nNoor\t3B\n',
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('an encrypted entry is unread, its name is not', async () => {
  const read = await readOne(
    readers,
    'a.zip',
    writeZip([
      { name: 'dossier Noor.docx', data: 'xxxx', encrypted: true },
      { name: 'los.txt', data: 'vrij' },
    ]),
  )
  expect(reasons(read)).toEqual(['a.zip › dossier Noor.docx: encrypted entry'])
  expect(read.texts.filter(({ role }) => role === 'file-name').map(({ text }) => text)).toEqual([
    'a.zip',
    'dossier Noor.docx',
    'los.txt',
  ])
  expect(fileAt(read, 'a.zip › dossier Noor.docx')).toMatchObject({ kind: 'document', size: 0 })
})

test('gzip and tar, one in the other', async () => {
  const read = await readOne(readers, 'backup.tgz', gzipSync(tarOf('lijst.txt', 'Noor')))
  expect(read.files.map(({ path }) => path)).toEqual([
    'backup.tgz',
    'backup.tgz › backup.tar',
    'backup.tgz › backup.tar › lijst.txt',
  ])
  expect(contents(read)).toEqual(['Noor'])
})

test('a program in a zip named as a document is found', async () => {
  const program = Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(60)])
  const read = await readOne(readers, 'a.docx', docx(paragraph('x'), { 'word/factuur.pdf': program }))
  expect(fileAt(read, 'a.docx › word/factuur.pdf')).toMatchObject({ kind: 'executable', nameLies: true })
})

test('a name that climbs out of its folder is only a name', async () => {
  const read = await readOne(readers, 'a.zip', zipOf({ '../../etc/x\u0000\u202Egpj.exe': 'MZ' }))
  expect(read.files[1]).toMatchObject({ path: 'a.zip › ../../etc/x gpj.exe', name: 'x gpj.exe', nameLies: true })
})

test('what a Mac or Windows leaves in a zip holds nothing up', async () => {
  const residue = zipOf({
    '__MACOSX/._verslag.pdf': Buffer.from('0005160700020000', 'hex'),
    '.DS_Store': Buffer.from('0000000142756431', 'hex'),
    '~$verslag.docx': Buffer.concat([Buffer.from([8]), Buffer.from('An Smets'), Buffer.alloc(153)]),
  })
  const read = await readOne(readers, 'a.zip', residue)
  expect(reasons(read)).toEqual([])
  expect(read.files.map(({ nameLies }) => nameLies)).toEqual([false, false, false, false])
})
