/** Archives, and archives in archives. */
import { gzipSync } from 'node:zlib'
import { docx, paragraph } from '../../attachments/office-files.ts'
import { writeZip, zipOf } from '../../attachments/zip-writer.ts'
import { withFile } from '../mail.ts'
import type { Wrap } from '../wrap.ts'
import { rar4, rar5 } from '../writers/rar.ts'
import { pack } from '../writers/seven-zip.ts'
import { tarOf } from '../writers/tar.ts'
import { escaped } from './hypertext.ts'

type Packer = (note: Buffer) => Buffer | Promise<Buffer>

const archive = (name: string, file: string, packed: Packer): Wrap => ({
  name: `archive ${name}`,
  mail: async ({ text }) => withFile(file, await packed(Buffer.from(`${text}\n`))),
})

const OTHER = 'De foto’s van het schoolfeest staan op de site.\n'
const note = (data: Buffer): Record<string, Buffer> => ({ 'lees.txt': Buffer.from(OTHER), 'nota.txt': data })
const inDocument = (data: Buffer): Buffer => docx(paragraph(escaped(data.toString().trim())))

export const ARCHIVES: readonly Wrap[] = [
  archive('zip', 'map.zip', (data) => zipOf(note(data))),
  archive('zip, stored', 'map.zip', (data) => writeZip([{ name: 'nota.txt', data, stored: true }])),
  archive('zip in zip', 'map.zip', (data) => zipOf({ 'a.zip': zipOf(note(data)) })),
  archive('five zips deep', 'map.zip', (data) =>
    Array.from({ length: 5 }).reduce<Buffer>((inside) => zipOf({ 'map.zip': inside }), zipOf(note(data))),
  ),
  archive('zip behind other bytes', 'map.zip', (data) =>
    Buffer.concat([Buffer.from('Map van de klas\n'), zipOf(note(data))]),
  ),
  archive('zip by LZMA', 'map.zip', (data) => pack('map.zip', note(data), ['-mm=LZMA'])),
  archive('zip by BZip2', 'map.zip', (data) => pack('map.zip', note(data), ['-mm=BZip2'])),
  archive('zip by Deflate64', 'map.zip', (data) => pack('map.zip', note(data), ['-mm=Deflate64'])),
  archive('zip called dat', 'map.dat', (data) => zipOf(note(data))),
  archive('document in a zip', 'map.zip', (data) => zipOf({ 'nota.docx': inDocument(data) })),
  archive('gzip', 'nota.txt.gz', (data) => gzipSync(data)),
  archive('two gzips in a row', 'nota.txt.gz', (data) => Buffer.concat([gzipSync(OTHER), gzipSync(data)])),
  archive('tar', 'map.tar', (data) => tarOf(Object.entries(note(data)))),
  archive('tar.gz', 'map.tar.gz', (data) => gzipSync(tarOf(Object.entries(note(data))))),
  archive('tgz with a document', 'map.tgz', (data) => gzipSync(tarOf([['nota.docx', inDocument(data)]]))),
  archive('7z', 'map.7z', (data) => pack('map.7z', note(data))),
  archive('7z, stored', 'map.7z', (data) => pack('map.7z', note(data), ['-mx=0'])),
  archive('7z by PPMd', 'map.7z', (data) => pack('map.7z', note(data), ['-m0=PPMd'])),
  archive('7z with a document in a zip', 'map.7z', (data) =>
    pack('map.7z', { 'a.zip': zipOf({ 'nota.docx': inDocument(data) }) }),
  ),
  archive('xz', 'nota.txt.xz', (data) => pack('nota.txt.xz', { 'nota.txt': data })),
  archive('tar.xz', 'map.tar.xz', (data) => pack('map.tar.xz', { 'map.tar': tarOf(Object.entries(note(data))) })),
  archive('bzip2', 'nota.txt.bz2', (data) => pack('nota.txt.bz2', { 'nota.txt': data })),
  archive('tar.bz2', 'map.tar.bz2', (data) => pack('map.tar.bz2', { 'map.tar': tarOf(Object.entries(note(data))) })),
  archive('rar 5', 'map.rar', (data) => rar5(note(data))),
  archive('rar 4', 'map.rar', (data) => rar4(note(data))),
  archive('rar 5 with a document', 'map.rar', (data) => rar5({ 'nota.docx': inDocument(data) })),
  {
    name: 'archive name of a file inside',
    mail: ({ title }) => withFile('map.zip', zipOf({ [`${title}.txt`]: 'Dag!' })),
  },
]

export const HARD_ARCHIVES: readonly Wrap[] = [
  archive('zip in a document in a zip', 'map.zip', (data) =>
    zipOf({
      'nota.docx': docx(paragraph('Zie het ingevoegde bestand.'), { 'word/embeddings/map.zip': zipOf(note(data)) }),
    }),
  ),
  {
    name: 'archive comment of a zip',
    mail: ({ text }) => withFile('map.zip', commented(zipOf({ 'lees.txt': OTHER }), text)),
  },
]

/** APPNOTE 4.3.16: the last two bytes tell how long the comment is that follows. */
const commented = (zip: Buffer, comment: string): Buffer => {
  const bytes = Buffer.from(comment)
  const end = Buffer.from(zip)
  end.writeUInt16LE(bytes.length, end.length - 2)
  return Buffer.concat([end, bytes])
}
