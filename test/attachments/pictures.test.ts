import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { type AttachmentOptions, openReaders, type ReadFiles } from '../../src/attachments/attachments.ts'
import type { Part } from '../../src/message/message.ts'
import { workedMs } from '../family.ts'
import { docx, paragraph } from './office-files.ts'
import { type Pictured, pdfPictures, pdfText, pictured } from './pdf-writer.ts'
import { contents, fileAt, part, readOne, reasons } from './reading.ts'
import { zipOf } from './zip-writer.ts'

const golden = (name: string): Buffer => readFileSync(new URL(`./files/pictures/${name}`, import.meta.url))

// Time enough for a machine that does other things besides.
const CALM = { fileMs: 60_000, partMs: 120_000, ocrPictureMs: 60_000, ocrMs: 240_000 }
const readers = openReaders(CALM)
afterAll(() => readers.close())

const readWith = async (options: Partial<AttachmentOptions>, parts: readonly Part[]): Promise<ReadFiles> => {
  const limited = openReaders({ ...CALM, ...options })
  try {
    return await limited.read(parts)
  } finally {
    await limited.close()
  }
}

const inline = (name: string, bytes: Buffer): Part => ({
  ...part(name, bytes),
  disposition: 'inline',
  contentId: 'a@b',
})

const LETTER = `Basisschool De Regenboog
Beste collega,
Noor Peeters heeft epilepsie en neemt dagelijks medicatie. Haar ouders zijn gescheiden en er loopt een zorgtraject.
Met vriendelijke groeten,
Juf An Claes
`

describe('words', { timeout: 120_000 }, () => {
  test('a letter on a screen, and where it was read', async () => {
    const read = await readOne(readers, 'brief.png', golden('brief.png'), 'image/png')
    expect(reasons(read)).toEqual([])
    expect(contents(read)).toEqual([LETTER])
    expect(read.texts.at(-1)?.place).toEqual({ in: 'attachment', file: 'brief.png', picture: true })
    expect(fileAt(read, 'brief.png')?.kind).toBe('picture')
  })

  test('HEIC, as telephones send it', async () => {
    const read = await readOne(readers, 'IMG_0042.HEIC', golden('brief.heic'), 'image/heic')
    expect(reasons(read)).toEqual([])
    expect(contents(read)).toEqual([LETTER])
  })

  test('a HEIC photo of the sky says nothing, and is not said to be unread', async () => {
    const read = await readOne(readers, 'IMG_0043.HEIC', golden('lucht.heic'), 'image/heic')
    expect([contents(read), reasons(read)]).toEqual([[], []])
  })

  const unsized = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1').replaceAll('ispe', 'free'), 'latin1')
  test.each([
    ['AVIF', golden('brief.avif'), 'unknown-format avif'],
    ['half a HEIC', golden('brief.heic').subarray(0, 3_000), 'unknown-format heif'],
    ['a HEIC that says nothing of its size', unsized(golden('brief.heic')), 'limit ocr'],
  ])('what cannot be decoded is said to be unread: %s', async (_, bytes, said) => {
    const { unread } = await readOne(readers, 'foto.heic', bytes)
    expect(unread.map(({ reason, detail }) => `${reason} ${detail}`)).toEqual([said])
  })

  test('French and English', async () => {
    const [text] = contents(await readOne(readers, 'lettre.png', golden('lettre.png')))
    expect(text).toMatch(/L.élève souffre d.épilepsie et prend des médicaments chaque matin\. Les parents sont séparés/)
    expect(text).toContain('The pupil has been bullied and sees a psychologist every week.')
  })

  test('light words on a dark screen', async () => {
    const [text] = contents(await readOne(readers, 'chat.png', golden('chat.png')))
    expect(text).toContain('haar mama zei dat het epilepsie is')
    expect(text).toContain('Wachtwoord wifi: Regenboog2024!')
  })

  test('a table keeps its rows', async () => {
    const [text = ''] = contents(await readOne(readers, 'dossier.jpg', golden('dossier.jpg')))
    const row = text.split('\n').find((line) => line.startsWith('Noor Peeters'))
    expect(row).toMatch(/3B.*12-04-2013.*ADHD, medicatie Rilatine 10 mg/)
  })

  test.each(['foto.jpg', 'foto-liggend.jpg', 'foto-ondersteboven.jpg'])('a page photographed: %s', async (name) => {
    const [text] = contents(await readOne(readers, name, golden(name)))
    expect(text).toContain('Noor Peeters heeft epilepsie en neemt dagelijks medicatie.')
    expect(text).toContain('Juf An Claes')
  })

  test('every page of a TIFF, and a later frame of a GIF', async () => {
    const read = await readers.read([part('scan.tiff', golden('scan.tiff')), part('a.gif', golden('beweegt.gif'))])
    const texts = contents(read).join('\n')
    expect(texts).toMatch(/souffre d.épilepsie/)
    expect(texts.split('heeft epilepsie')).toHaveLength(3)
    expect(reasons(read)).toEqual([])
  })

  test('a picture inside a document inside an archive', async () => {
    const document = docx(paragraph('zie foto'), { 'word/media/image1.png': golden('brief.png') })
    const read = await readOne(readers, 'map.zip', zipOf({ 'brief.docx': document }))
    expect(contents(read)).toContain(LETTER)
    expect(read.texts.at(-1)?.place.file).toContain('image1.png')
  })

  test('a letter that stands in the message as a picture', async () => {
    expect(contents(await readers.read([inline('image001.png', golden('brief.png'))]))).toEqual([LETTER])
  })
})

describe('what says nothing', { timeout: 120_000 }, () => {
  test.each(['lucht.jpg', 'struik.jpg'])('%s has no words and is not unread', async (name) => {
    const read = await readOne(readers, name, golden(name))
    expect([contents(read), reasons(read)]).toEqual([[], []])
  })

  test('the logo under a signature is left alone', async () => {
    const read = await readers.read([inline('logo.png', golden('logo.png'))])
    expect([contents(read), reasons(read)]).toEqual([[], []])
  })

  test('an album is not held, however short the time for reading', async () => {
    const album = Array.from({ length: 12 }, (_, i) =>
      part(`${i}.jpg`, Buffer.concat([golden('lucht.jpg'), Buffer.from([i])])),
    )
    const read = await readWith({ ocrPictures: 1 }, album)
    expect(reasons(read)).toEqual([])
  })

  test('with reading switched off a picture is only a picture', async () => {
    const read = await readWith({ ocr: 'off' }, [
      part('brief.png', golden('brief.png')),
      part('wifi.png', golden('wifi.png')),
    ])
    expect([contents(read), reasons(read)]).toEqual([[], []])
  })
})

describe('codes', { timeout: 60_000 }, () => {
  test('a Wi-Fi code in words, an address as it is', async () => {
    const read = await readers.read([part('wifi.png', golden('wifi.png')), inline('site.png', golden('website.png'))])
    expect(contents(read)).toEqual([
      'Wifi: Regenboog\nWachtwoord: Geheim2024;!\n',
      'https://www.deregenboog.example/oudercontact\n',
    ])
    expect(reasons(read)).toEqual([])
  })
})

describe('limits', { timeout: 120_000 }, () => {
  test('more pictures with words than may be read: the rest is said', async () => {
    const two = [
      part('a.png', golden('brief.png')),
      part('b.png', golden('lettre.png')),
      part('c.jpg', golden('lucht.jpg')),
    ]
    const one = await readWith({ ocrPictures: 1 }, two)
    expect([contents(one), reasons(one)]).toEqual([[LETTER], ['b.png: limit ocr']])
    expect(reasons(await readWith({ ocrPictures: 2 }, two))).toEqual([])
  })

  test('a picture that takes too long is said, and the next is read', async () => {
    const read = await readWith({ ocrPictureMs: 1 }, [part('a.png', golden('brief.png'))])
    expect(reasons(read)).toEqual(['a.png: limit ocr'])
  })

  const declaring = (width: number, height: number): Buffer => {
    const png = golden('brief.png')
    png.writeUInt32BE(width, 16)
    png.writeUInt32BE(height, 20)
    return png
  }

  test('a picture of 50,000 by 50,000 is refused by its header', async () => {
    const gif = Buffer.concat([golden('beweegt.gif')])
    const first = gif.indexOf(0x2c, 13)
    gif.writeUInt16LE(60_000, first + 5)
    gif.writeUInt16LE(60_000, first + 7)
    const started = workedMs()
    const read = await readers.read([part('bom.png', declaring(50_000, 50_000)), part('bom.gif', gif)])
    expect(reasons(read)).toEqual(['bom.png: limit ocr', 'bom.gif: limit ocr'])
    expect(workedMs() - started).toBeLessThan(2_000)
  })

  test('a header that promises rows which are not there is broken', async () => {
    const read = await readers.read([part('a.png', declaring(690, 4_000)), part('b.png', golden('chat.png'))])
    expect(reasons(read)).toEqual(['a.png: broken picture'])
    expect(contents(read)[0]).toContain('epilepsie')
  })

  test('ten thousand frames cost a few', async () => {
    // A screen of 300 by 300 in two colours, and a frame of one dot, again and again (GIF89a).
    const head = Buffer.concat([Buffer.from('GIF89a'), Buffer.from('2c012c01800000000000ffffff', 'hex')])
    const frame = Buffer.from('2c00000000010001000002024c0100', 'hex')
    const many = Buffer.concat([head, ...Array.from({ length: 10_000 }, () => frame), Buffer.from(';')])
    const started = workedMs()
    expect(reasons(await readOne(readers, 'a.gif', many))).toEqual([])
    expect(workedMs() - started).toBeLessThan(5_000)
  })

  test('a thousand passes over one picture are not made', async () => {
    const jpeg = golden('lucht.jpg')
    const bomb = Buffer.concat([
      jpeg,
      ...Array.from({ length: 1_000 }, () => Buffer.from('ffda000c03010002110311003f00', 'hex')),
    ])
    expect(reasons(await readOne(readers, 'a.jpg', bomb))).toEqual(['a.jpg: limit ocr'])
  })

  test('pictures cut off or overwritten anywhere end nothing', async () => {
    const names = ['brief.png', 'foto.jpg', 'scan.tiff', 'beweegt.gif']
    const harmed = names.flatMap((name) =>
      [0.1, 0.5, 0.9].flatMap((share) => {
        const whole = golden(name)
        const at = Math.floor(whole.length * share)
        const garbled = Buffer.from(whole)
        for (let i = 0; i < 40; i += 1) garbled[(at + i * 7) % whole.length] = (i * 89) % 256
        return [part(`kort-${share}-${name}`, whole.subarray(0, at)), part(`stuk-${share}-${name}`, garbled)]
      }),
    )
    const read = await readers.read([...harmed, part('heel.png', golden('brief.png'))])
    expect(read.files).toHaveLength(harmed.length + 1)
    expect(read.unread.every(({ reason }) => ['broken', 'unknown-format', 'limit'].includes(reason))).toBe(true)
    expect(contents(read).at(-1)).toBe(LETTER)
  })
})

test('nothing is fetched: all that reading needs lies on the disk', () => {
  const inside = (path: string): string =>
    JSON.stringify(new URL(`../../src/attachments/pictures/${path}`, import.meta.url))
  const script = `
    import { readFileSync } from 'node:fs'
    import net from 'node:net'
    import dns from 'node:dns'
    const never = () => { console.log('network'); process.exit(1) }
    globalThis.fetch = never
    net.Socket.prototype.connect = never
    dns.lookup = never
    const { Engine } = await import(${inside('engine.ts')})
    const { look } = await import(${inside('look.ts')})
    const { readSighting } = await import(${inside('read.ts')})
    const engine = await Engine.open()
    const seen = async (name) => look(engine, readFileSync(new URL(name, ${JSON.stringify(new URL('./files/pictures/', import.meta.url))})), { task: 'look', words: true, frames: 1, longestSide: 3500 })
    console.log((await seen('website.png')).codes[0])
    console.log(readSighting(engine, (await seen('brief.png')).sightings[0]).split('\\n')[0])`
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 60_000,
  })
  expect(printed.trim().split('\n')).toEqual([
    'https://www.deregenboog.example/oudercontact',
    'Basisschool De Regenboog',
  ])
})

describe('scanned pages', { timeout: 120_000 }, () => {
  test('each page with its number, also one that is turned', async () => {
    const pdf = pdfPictures([pictured(golden('foto.jpg'), 1600, 900), pictured(golden('foto-liggend.jpg'), 900, 1600)])
    const read = await readOne(readers, 'scan.pdf', pdf, 'application/pdf')
    expect(reasons(read)).toEqual([])
    expect(read.texts.filter(({ role }) => role === 'attachment').map(({ place }) => place)).toEqual([
      { in: 'attachment', file: 'scan.pdf', page: 1, picture: true },
      { in: 'attachment', file: 'scan.pdf', page: 2, picture: true },
    ])
    expect(contents(read).every((text) => text.includes('heeft epilepsie'))).toBe(true)
    expect(read.files.map(({ path }) => path)).toEqual(['scan.pdf'])
  })

  test('a scan without a word to read stays a scan, and so does one that nobody may read', async () => {
    const sky = pdfPictures([pictured(golden('lucht.jpg'), 900, 700, 'RGB')])
    const page = pdfPictures([pictured(golden('foto.jpg'), 1600, 900)])
    expect(reasons(await readOne(readers, 'a.pdf', sky))).toEqual(['a.pdf: unknown-format scan'])
    expect(reasons(await readWith({ ocr: 'off' }, [part('b.pdf', page)]))).toEqual(['b.pdf: unknown-format scan'])
  })

  test('more scanned pages than may be read: what was not read is said', async () => {
    const page = pictured(golden('foto.jpg'), 1600, 900)
    const read = await readWith({ ocrPictures: 1 }, [part('a.pdf', pdfPictures([page, page]))])
    expect(contents(read)).toHaveLength(1)
    expect(reasons(read)).toEqual(['a.pdf: limit ocr'])
  })

  /** The pages of the golden TIFF as a copier puts them into a PDF: the packed bytes as they are. */
  const faxes = (how: string): Pictured[] => {
    const tiff = golden('scan.tiff')
    const found: Pictured[] = []
    for (let at = tiff.readUInt32LE(4); at > 0; ) {
      const count = tiff.readUInt16LE(at)
      const tags = new Map<number, number>()
      for (let field = at + 2; field < at + 2 + count * 12; field += 12)
        tags.set(
          tiff.readUInt16LE(field),
          tiff.readUInt16LE(field + 2) === 3 ? tiff.readUInt16LE(field + 8) : tiff.readUInt32LE(field + 8),
        )
      const [width, height, from, length] = [256, 257, 273, 279].map((tag) => tags.get(tag)!) as [
        number,
        number,
        number,
        number,
      ]
      const parameters = `/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns ${width}/Rows ${height}>>`
      found.push({ data: tiff.subarray(from, from + length), width, height, how: `${parameters}${how}` })
      at = tiff.readUInt32LE(at + 2 + count * 12)
    }
    return found
  }

  test.each(['/ColorSpace/DeviceGray/BitsPerComponent 1', '/ImageMask true'])(
    'black and white from a copier: %s',
    async (how) => {
      const read = await readOne(readers, 'kopie.pdf', pdfPictures(faxes(how)))
      expect(reasons(read)).toEqual([])
      expect(read.texts.filter(({ role }) => role === 'attachment').map(({ place }) => place.page)).toEqual([1, 2])
      expect(contents(read)[1]).toContain('heeft epilepsie')
    },
  )

  test('a packing that nobody unpacks is said', async () => {
    const how = '/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode'
    const read = await readOne(
      readers,
      'a.pdf',
      pdfPictures([{ data: Buffer.from('rommel'), width: 800, height: 600, how }]),
    )
    expect(reasons(read)).toEqual(['a.pdf: unknown-format scan-picture', 'a.pdf: unknown-format scan'])
  })

  test('a page of 50,000 by 50,000 is not unpacked', async () => {
    const how = '/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode'
    const started = workedMs()
    const read = await readOne(
      readers,
      'a.pdf',
      pdfPictures([{ data: Buffer.from('x'), width: 50_000, height: 50_000, how }]),
    )
    expect(reasons(read)).toContain('a.pdf: limit ocr')
    expect(workedMs() - started).toBeLessThan(5_000)
  })

  test('pages with words are not scans', async () => {
    expect(reasons(await readOne(readers, 'a.pdf', pdfText([['Een gewone brief van de school']])))).toEqual([])
  })
})
