/** Zip records changed one by one (APPNOTE 4.3): local headers, directory, end record, consistently or not. */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Chance } from '../../chaos/chance.ts'
import { alone, extreme, inserted, type Mutation, mutation, patched } from '../mutation.ts'

type Entry = Readonly<{ local: Buffer; data: Buffer; central: Buffer }>
export type Zip = Readonly<{ entries: readonly Entry[]; end: Buffer }>

const LOCAL = 30
const CENTRAL = 46

export const parseZip = (bytes: Buffer): Zip | undefined => {
  const at = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'))
  if (at < 0 || at + 22 > bytes.length) return undefined
  const entries: Entry[] = []
  let directory = bytes.readUInt32LE(at + 16)
  for (let n = bytes.readUInt16LE(at + 10); n > 0; n -= 1) {
    if (directory + CENTRAL > bytes.length || bytes.readUInt32LE(directory) !== 0x02014b50) return undefined
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(directory + field)) as [
      number,
      number,
      number,
    ]
    const central = bytes.subarray(directory, directory + CENTRAL + name + extra + comment)
    const start = bytes.readUInt32LE(directory + 42)
    if (start + LOCAL > bytes.length || central.length < CENTRAL) return undefined
    const body = start + LOCAL + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28)
    const data = bytes.subarray(body, body + central.readUInt32LE(20))
    entries.push({ local: bytes.subarray(start, body), data, central })
    directory += central.length
  }
  return { entries, end: bytes.subarray(at) }
}

/** `unlisted`: entries whose data stand in the file and not in the directory. */
export const writeZipOf = ({ entries, end }: Zip, unlisted: ReadonlySet<number> = new Set()): Buffer => {
  let offset = 0
  const directory: Buffer[] = []
  for (const [i, { local, data, central }] of entries.entries()) {
    if (!unlisted.has(i)) directory.push(patched(central, 42, 4, offset))
    offset += local.length + data.length
  }
  const listed = Buffer.concat(directory)
  let last = patched(patched(end, 8, 2, directory.length), 10, 2, directory.length)
  last = patched(patched(last, 12, 4, listed.length), 16, 4, offset)
  return Buffer.concat([...entries.flatMap(({ local, data }) => [local, data]), listed, last])
}

export const nameOf = ({ central }: Entry): string =>
  central.toString('utf8', CENTRAL, CENTRAL + central.readUInt16LE(28))

const named = (entry: Entry, name: string, where: 'local' | 'central' | 'both'): Entry => {
  const written = Buffer.from(name)
  const put = (record: Buffer, head: number, field: number): Buffer =>
    Buffer.concat([
      patched(record, field, 2, written.length).subarray(0, head),
      written,
      record.subarray(head + record.readUInt16LE(field)),
    ])
  return {
    data: entry.data,
    local: where === 'central' ? entry.local : put(entry.local, LOCAL, 26),
    central: where === 'local' ? entry.central : put(entry.central, CENTRAL, 28),
  }
}

/** One field of both records; a local field stands two bytes before its twin in the directory. */
const field = (entry: Entry, at: number, size: 2 | 4, value: number, where: 'local' | 'central' | 'both'): Entry => ({
  data: entry.data,
  local: where === 'central' ? entry.local : patched(entry.local, at, size, value),
  central: where === 'local' ? entry.central : patched(entry.central, at + 2, size, value),
})

export const contentOf = ({ central, data }: Entry): Buffer | undefined => {
  try {
    return central.readUInt16LE(10) === 0 ? data : inflateRawSync(data)
  } catch {
    return undefined
  }
}

/** The entry with other content, all its fields right. */
export const refilled = (entry: Entry, content: Buffer, stored = false, level = 6): Entry => {
  const data = stored ? content : deflateRawSync(content, { level })
  let made: Entry = { ...entry, data }
  for (const [at, size, value] of [
    [8, 2, stored ? 0 : 8],
    [14, 4, crc32(content)],
    [18, 4, data.length],
    [22, 4, content.length],
  ] as const)
    made = field(made, at, size, value, 'both')
  return made
}

const FIELDS = [
  [4, 2],
  [6, 2],
  [8, 2],
  [10, 4],
  [14, 4],
  [18, 4],
  [22, 4],
  [26, 2],
  [28, 2],
] as const

export const onZip =
  (change: (zip: Zip, chance: Chance) => Buffer | undefined): Mutation['apply'] =>
  (bytes, chance) => {
    const zip = parseZip(bytes)
    return zip && zip.entries.length > 0 ? change(zip, chance) : undefined
  }

const onEntry = (change: (entry: Entry, chance: Chance) => Entry): Mutation['apply'] =>
  onZip((zip, chance) => {
    const at = chance.between(0, zip.entries.length - 1)
    return writeZipOf({ ...zip, entries: zip.entries.map((entry, i) => (i === at ? change(entry, chance) : entry)) })
  })

const changedField = (where: 'local' | 'central' | 'both'): Mutation['apply'] =>
  onEntry((entry, chance) => {
    const [at, size] = chance.pick(FIELDS)
    return field(entry, at, size, extreme(chance, entry.data.length), where)
  })

const NAMES = ['', '/', '../x', 'a'.repeat(5_000), 'x\0y.txt', 'C:\\x.exe', 'é.txt', 'mimetype', '~$x', 'foto.jpg']

export const ZIP: readonly Mutation[] = [
  mutation('zip: a local field', true, changedField('local')),
  mutation('zip: a field of the directory', true, changedField('central')),
  mutation('zip: a field in both', true, changedField('both')),
  mutation(
    'zip: another name in the local header',
    true,
    onEntry((entry, chance) => named(entry, chance.pick(NAMES), 'local')),
  ),
  mutation(
    'zip: another name',
    false,
    onEntry((entry, chance) => named(entry, chance.pick(NAMES), 'both')),
  ),
  mutation(
    'zip: packed anew',
    true,
    onEntry((entry, chance) => {
      const content = contentOf(entry)
      // Packed in a way that Node does not know: what is in it cannot be packed anew.
      return content ? refilled(entry, content, chance.oneIn(2), chance.between(0, 9)) : entry
    }),
  ),
  mutation(
    'zip: sizes behind the data',
    true,
    onEntry((entry) => {
      const flagged = field(entry, 6, 2, entry.central.readUInt16LE(8) | 8, 'both')
      return { ...flagged, local: patched(patched(patched(flagged.local, 14, 4, 0), 18, 4, 0), 22, 4, 0) }
    }),
  ),
  mutation(
    'zip: rubbish behind the data of an entry',
    true,
    onEntry((entry, chance) => {
      const data = Buffer.concat([entry.data, Buffer.alloc(chance.between(1, 300), 0x41)])
      return field({ ...entry, data }, 18, 4, data.length, 'both')
    }),
  ),
  mutation(
    'zip: an entry twice, once with other content',
    true,
    onZip((zip, chance) => {
      const entry = chance.pick(zip.entries)
      const other = refilled(entry, Buffer.from(chance.pick(['', '<?xml version="1.0"?><x/>', 'niets'])))
      const rest = zip.entries.filter((one) => one !== entry)
      return writeZipOf({ ...zip, entries: chance.oneIn(2) ? [other, entry, ...rest] : [entry, ...rest, other] })
    }),
  ),
  alone(
    mutation(
      'zip: an entry left out of the directory',
      true,
      onZip((zip, chance) => writeZipOf(zip, new Set([chance.between(0, zip.entries.length - 1)]))),
    ),
  ),
  mutation(
    'zip: another number of entries',
    true,
    onZip((zip, chance) => {
      const whole = writeZipOf(zip)
      const at = whole.length - zip.end.length
      const value = extreme(chance, zip.entries.length)
      return patched(chance.oneIn(2) ? patched(whole, at + 8, 2, value) : whole, at + 10, 2, value)
    }),
  ),
  mutation(
    'zip: the directory elsewhere',
    true,
    onZip((zip, chance) => {
      const whole = writeZipOf(zip)
      return patched(whole, whole.length - zip.end.length + chance.pick([12, 16]), 4, extreme(chance, whole.length))
    }),
  ),
  mutation(
    'zip: two entries with the same data',
    true,
    onZip((zip, chance) => {
      const [first, ...rest] = zip.entries
      const copy = named(first!, chance.pick(NAMES), 'central')
      const whole = writeZipOf({ ...zip, entries: [first!, ...rest, { ...copy, data: first!.data }] })
      return whole
    }),
  ),
  mutation('zip: something in front', true, (bytes, chance) =>
    inserted(bytes, 0, chance.pick(['MZ', '#!/bin/sh\n', 'PK\x03\x04', 'x'.repeat(2_000)])),
  ),
  mutation('zip: something behind', true, (bytes, chance) =>
    inserted(
      bytes,
      bytes.length,
      chance.pick(['\0', 'x'.repeat(70_000), 'PK\x05\x06', `PK\x05\x06${'\0'.repeat(18)}`]),
    ),
  ),
  mutation(
    'zip: in another order',
    true,
    onZip((zip) => writeZipOf({ ...zip, entries: zip.entries.toReversed() })),
  ),
  mutation(
    'zip: an entry dropped',
    false,
    onZip((zip, chance) => {
      const gone = chance.pick(zip.entries)
      return writeZipOf({ ...zip, entries: zip.entries.filter((entry) => entry !== gone) })
    }),
  ),
  mutation(
    'zip: two thousand copies',
    true,
    onZip((zip, chance) => {
      const entry = chance.pick(zip.entries)
      return writeZipOf({ ...zip, entries: [...zip.entries, ...Array.from({ length: 2_100 }, () => entry)] })
    }),
  ),
]
