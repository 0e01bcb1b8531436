import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { docx, paragraph } from './office-files.ts'
import { contents, part, readOne, reasons } from './reading.ts'

const face = fileURLToPath(new URL('../../src/attachments/attachments.ts', import.meta.url))
const family = fileURLToPath(new URL('../family.ts', import.meta.url))

/** Runs a script in a process of its own and gives what it prints. */
const runAlone = (script: string): string =>
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', timeout: 40_000 }).trim()

const document = (): string => `Buffer.from('${docx(paragraph('Noor')).toString('base64')}', 'base64')`

test('a waiting reader does not keep the program going', () => {
  const printed = runAlone(`
    import { openReaders } from ${JSON.stringify(face)}
    const read = await openReaders({ idleMs: 600_000 }).read([{ name: 'a.docx', type: '', disposition: 'attachment', contentId: '', size: 1, content: () => ${document()} }])
    console.log(read.texts.at(-1).text.trim())`)
  expect(printed).toBe('Noor')
})

test('no reader starts for plain text, and a waiting one ends', () => {
  const printed = runAlone(`
    import { openReaders } from ${JSON.stringify(face)}
    import { childrenOf } from ${JSON.stringify(family)}
    const part = (name, bytes) => ({ name, type: '', disposition: 'attachment', contentId: '', size: 1, content: () => bytes })
    const readers = openReaders({ idleMs: 50 })
    await readers.read([part('a.txt', Buffer.from('hallo')), part('a.jpg', Buffer.from('ffd8ffe0', 'hex'))])
    console.log(childrenOf().length)
    await readers.read([part('a.docx', ${document()}), part('b.docx', ${document()})])
    console.log(childrenOf().length)
    while (childrenOf().length > 0) await new Promise((done) => setTimeout(done, 20))`)
  expect(printed.split('\n')).toEqual(['0', '1'])
})

test('many messages share the readers and get their own answers', async () => {
  const readers = openReaders({ workers: 2, fileMs: 30_000, partMs: 60_000 })
  const reads = await Promise.all(
    Array.from({ length: 20 }, (_, i) => readOne(readers, `${i}.docx`, docx(paragraph(`leerling ${i}`)))),
  )
  await readers.close()
  expect(reads.map((read) => contents(read))).toEqual(Array.from({ length: 20 }, (_, i) => [`leerling ${i}\n`]))
})

test('work that is closed away is said, not lost', async () => {
  const readers = openReaders({ workers: 1 })
  const reading = readers.read([part('a.docx', docx(paragraph('x')))])
  await readers.close()
  expect(reasons(await reading)).toEqual(['a.docx: reader-crashed'])
  expect(reasons(await readers.read([part('b.docx', docx(paragraph('x')))]))).toEqual(['b.docx: reader-crashed'])
})

test('reading the same part twice gives the same answer', async () => {
  const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
  const file = part('a.docx', docx(paragraph('Noor')))
  const [first, second] = [await readers.read([file]), await readers.read([file])]
  await readers.close()
  expect(second).toEqual(first)
})

test('a file that went out before is not read again, unless the limits left are tighter', async () => {
  const readers = openReaders({ workers: 1, maxTextChars: 12, fileMs: 30_000, partMs: 60_000 })
  const flyer = docx(paragraph('flyer'))
  const first = await readers.read([part('a.docx', flyer)])
  const again = await readers.read([part('b.docx', flyer)])
  const tight = await readers.read([part('a.txt', '0123456789'), part('c.docx', flyer)])
  // With the readers gone, only what is remembered can still be read.
  await readers.close()
  const remembered = await readers.read([part('d.docx', flyer)])
  expect([contents(first), contents(again), contents(remembered)]).toEqual([['flyer\n'], ['flyer\n'], ['flyer\n']])
  expect(remembered.texts.map(({ place }) => place.file)).toEqual(['d.docx', 'd.docx'])
  expect(contents(tight)).toEqual(['0123456789', 'fl'])
  expect(reasons(tight)).toEqual(['c.docx: limit text'])
})
