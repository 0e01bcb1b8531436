/** What hangs on a message: unreadable, dangerous, large, or somebody else's picture. */
import { describe, expect, it } from 'vitest'
import { type File, look } from './room.ts'
import { zipOf } from './zips.ts'

const PROGRAM = Buffer.concat([
  Buffer.from('MZ'),
  Buffer.alloc(58),
  Buffer.from([0x40, 0, 0, 0]),
  Buffer.from('PE\0\0'),
  Buffer.alloc(400),
])
const JPEG_HEAD = Buffer.from('ffd8', 'hex')
const JPEG_TAIL = Buffer.concat([
  Buffer.from('ffda0008010100003f00', 'hex'),
  Buffer.alloc(3000, 5),
  Buffer.from('ffd9', 'hex'),
])

/** A JPEG whose EXIF has one ASCII field. */
const jpegWith = (tag: number, value: string): Buffer => {
  const text = Buffer.from(`${value}\0`)
  const tiff = Buffer.alloc(26)
  tiff.write('II*\0', 'latin1')
  tiff.writeUInt32LE(8, 4)
  tiff.writeUInt16LE(1, 8)
  tiff.writeUInt16LE(tag, 10)
  tiff.writeUInt16LE(2, 12)
  tiff.writeUInt32LE(text.length, 14)
  tiff.writeUInt32LE(26, 18)
  const block = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, text])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(block.length + 2, 2)
  return Buffer.concat([JPEG_HEAD, head, block, JPEG_TAIL])
}
const COPYRIGHT = 0x8298
const ARTIST = 0x013b

const seen = (
  rule: 'uninspectable' | 'dangerous-attachment' | 'large-attachment' | 'copyright-image',
  files: readonly File[],
  settings?: unknown,
) => look({ text: 'zie bijlage', files }, { rules: [rule], ...(settings ? { settings: { [rule]: settings } } : {}) })

describe('dangerous-attachment', () => {
  const cases: readonly (readonly [string, File])[] = [
    ['executable', { name: 'setup.exe', content: PROGRAM }],
    ['script', { name: 'start.vbs', content: 'MsgBox "dag"' }],
    [
      'shortcut',
      {
        name: 'map.lnk',
        content: Buffer.concat([Buffer.from('4c0000000114020000000000c000000000000046', 'hex'), Buffer.alloc(60)]),
      },
    ],
    ['disguised', { name: 'factuur.pdf.exe', content: PROGRAM }],
    ['disguised', { name: 'factuur.pdf', type: 'application/pdf', content: PROGRAM }],
    ['executable', { name: 'map.zip', type: 'application/zip', content: zipOf([['deel/setup.exe', PROGRAM]]) }],
    ['executable', { name: 'les.scr', content: PROGRAM }],
  ]
  for (const [category, file] of cases)
    it(`finds ${category} in ${file.name}`, async () => {
      const findings = await seen('dangerous-attachment', [file])
      expect(findings.map((f) => f.category)).toContain(category)
    })
  it('names the path inside an archive', async () => {
    const [finding] = await seen('dangerous-attachment', [
      { name: 'map.zip', content: zipOf([['setup.exe', PROGRAM]]) },
    ])
    expect(finding!.place.file).toBe('map.zip › setup.exe')
  })
  for (const file of [
    { name: 'brief.txt', type: 'text/plain', content: 'Beste ouders' },
    { name: 'lijst.csv', type: 'text/csv', content: 'a;b\n1;2\n' },
    { name: 'foto.jpg', type: 'image/jpeg', content: jpegWith(ARTIST, 'Els') },
    { name: 'verslag v1.2.exemplaar.txt', type: 'text/plain', content: 'tekst' },
  ])
    it(`leaves ${file.name} alone`, async () => {
      expect(await seen('dangerous-attachment', [file])).toEqual([])
    })
})

describe('uninspectable', () => {
  it('tells which file, why, and what to do', async () => {
    const [finding] = await seen('uninspectable', [
      { name: 'rare.xyz', content: Buffer.from([0, 1, 2, 3, 255, 254, 0, 9, 8, 7, 0, 0, 200]) },
    ])
    expect(finding).toMatchObject({ category: 'unknown-format', place: { in: 'attachment', file: 'rare.xyz' } })
    expect(finding!.because.nl).toContain('rare.xyz')
    expect(finding!.because.nl).toContain('pdf')
  })
  it('tells not to mail the password of an encrypted file', async () => {
    const [finding] = await seen('uninspectable', [
      { name: 'geheim.zip', content: zipOf([['a.txt', Buffer.alloc(80, 9)]], { encrypted: true }) },
    ])
    expect(finding!.category).toBe('encrypted')
    expect(finding!.because.nl).toContain('telefonisch')
  })
  it('covers a password in the name of the file', async () => {
    const [finding] = await seen('uninspectable', [
      { name: 'wachtwoord Zomer2024.xyz', content: Buffer.from([0, 1, 2, 255, 254, 0, 9]) },
    ])
    expect(JSON.stringify(finding!.because) + finding!.excerpt).not.toContain('Zomer2024')
  })
  it('is silent on what can be read', async () => {
    expect(await seen('uninspectable', [{ name: 'brief.txt', type: 'text/plain', content: 'Beste ouders' }])).toEqual(
      [],
    )
  })
})

describe('large-attachment', () => {
  it('counts all attachments together', async () => {
    const half = { name: 'deel.txt', type: 'text/plain', content: 'x'.repeat(600) }
    expect(await seen('large-attachment', [half, half], { maxBytes: 1000 })).toHaveLength(1)
    expect(await seen('large-attachment', [half], { maxBytes: 1000 })).toEqual([])
  })
})

describe('copyright-image', () => {
  const stock: readonly File[] = [
    { name: 'kind.jpg', content: jpegWith(COPYRIGHT, '(c) Getty Images') },
    { name: 'kind.jpg', content: jpegWith(ARTIST, 'Jan Jansen / Shutterstock') },
    { name: 'shutterstock_123456789.jpg', content: jpegWith(ARTIST, 'x') },
    { name: 'GettyImages-123456789.jpg', content: jpegWith(ARTIST, 'x') },
    { name: 'krant.jpg', content: jpegWith(COPYRIGHT, 'ANP Foto 2025') },
    { name: 'krant.jpg', content: jpegWith(COPYRIGHT, 'Studio Zonlicht, alle rechten voorbehouden') },
    { name: 'boek.jpg', content: jpegWith(COPYRIGHT, '© Uitgeverij Maanvis') },
    { name: 'vogel.jpg', content: jpegWith(COPYRIGHT, 'Joris Vandamme Fotografie') },
    { name: 'stad.jpg', content: jpegWith(ARTIST, 'AFP/Getty') },
    { name: 'istock-4455667.jpg', content: jpegWith(ARTIST, 'x') },
    { name: 'les.jpg', content: jpegWith(COPYRIGHT, 'National Museum of Birds') },
  ]
  for (const file of stock)
    it(`finds the owner of ${file.name}`, async () => {
      expect(await seen('copyright-image', [file])).toHaveLength(1)
    })
  const free: readonly File[] = [
    { name: 'IMG_1.jpg', content: jpegWith(ARTIST, 'Els Peeters') },
    { name: 'IMG_2.jpg', content: jpegWith(COPYRIGHT, '2025') },
    { name: 'IMG_3.jpg', content: jpegWith(COPYRIGHT, 'Basisschool De Wijzer') },
    { name: 'gratis.jpg', content: jpegWith(COPYRIGHT, 'Pixabay') },
    { name: 'bos.jpg', content: jpegWith(COPYRIGHT, '© Els Peeters 2026') },
    { name: 'poort.jpg', content: jpegWith(COPYRIGHT, 'OBS De Wilg') },
    { name: 'plein.jpg', content: jpegWith(COPYRIGHT, 'SBO Het Anker, Beekdal') },
    { name: 'hal.jpg', content: jpegWith(COPYRIGHT, 'foto: school example') },
    { name: 'tuin.jpg', content: jpegWith(COPYRIGHT, 'Copyright 2026') },
    { name: 'stock van de winkel.jpg', content: jpegWith(ARTIST, 'x') },
  ]
  for (const file of free)
    it(`leaves ${file.name} alone`, async () => {
      expect(await seen('copyright-image', [file])).toEqual([])
    })
})
