/** One case: a seed, some mutations, and the message it comes in. The same numbers give the same bytes. */
import { type Chance, chanceOf } from '../chaos/chance.ts'
import { BYTES, type Mutation } from './mutation.ts'
import { MIME } from './mutations/mime.ts'
import { PDF } from './mutations/pdf.ts'
import { GZIP, RECORDS, TAR } from './mutations/records.ts'
import { CALENDAR, CSV, HTML, RTF } from './mutations/texts.ts'
import { XML } from './mutations/xml.ts'
import { ZIP } from './mutations/zip.ts'
import { type Family, HEAD, MESSAGES, type Seed } from './seeds.ts'

/** `words`: one of them must be found in it, unless something is said to be unread; none where nothing can be asked. */
export type Case = Readonly<{
  id: string
  seed: string
  steps: readonly string[]
  words: readonly string[]
  raw: Buffer
}>

const OF: Readonly<Record<Family, readonly Mutation[]>> = {
  ...{
    mime: MIME,
    zip: ZIP,
    ooxml: [...ZIP, ...XML, ...XML],
    pdf: PDF,
    tnef: RECORDS,
    ole: RECORDS,
    rtf: RTF,
    csv: CSV,
  },
  ...{ html: HTML, calendar: CALENDAR, tar: TAR, gzip: GZIP, other: RECORDS },
}

const LARGEST = 8_000_000

export const wrap = (name: string, bytes: Buffer): Buffer => {
  const encoded = bytes.toString('base64').replace(/.{56}/g, '$&\r\n')
  return Buffer.from(
    `${HEAD}Content-Type: multipart/mixed; boundary=grens\r\n\r\n--grens\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nZie bijlage.\r\n--grens\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n--grens--\r\n`,
  )
}

type Changed = { bytes: Buffer; keeps: boolean; readonly steps: string[] }

/** False when no more should follow. `before`: steps that were of another kind. */
const change = (now: Changed, mutations: readonly Mutation[], chance: Chance, before: number): boolean => {
  // A mutation that finds nothing to change here makes room for another.
  for (let tries = 0; tries < 5; tries += 1) {
    const { name, keeps, alone = false, apply } = chance.pick(mutations)
    const made = apply(now.bytes, chance)
    if (made === undefined || made.length > LARGEST) continue
    now.bytes = made
    now.keeps &&= keeps && !(alone && now.steps.length > before)
    now.steps.push(name)
    return !alone
  }
  return true
}

/** The head of one file and the tail of another. */
const spliced = (now: Changed, other: Buffer, chance: Chance): void => {
  const head = now.bytes.subarray(0, chance.between(0, now.bytes.length))
  now.bytes = Buffer.concat([head, other.subarray(chance.between(0, other.length))])
  now.keeps = false
  now.steps.push('spliced')
}

export const caseAt = (seeds: readonly Seed[], run: number, number: number, only?: Family): Case => {
  const chance = chanceOf(Math.imul(run + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b))
  const all = [...MESSAGES, ...seeds].filter(({ family }) => only === undefined || family === only)
  const family = chance.pick([...new Set(all.map((seed) => seed.family))])
  const seed = chance.pick(all.filter((one) => one.family === family))
  const now: Changed = { bytes: seed.bytes, keeps: true, steps: [] }
  const letters: string[] = []
  if (family !== 'mime') {
    for (let n = chance.pick([1, 1, 2, 3]); n > 0; n -= 1)
      if (!change(now, chance.oneIn(5) ? BYTES : OF[family], chance, 0)) break
    if (chance.oneIn(12)) spliced(now, chance.pick(all).bytes, chance)
    letters.push(now.bytes.toString('base64', 0, 36))
    now.bytes = wrap(seed.name, now.bytes)
  }
  const before = now.steps.length
  if (family === 'mime' || chance.oneIn(6))
    for (let n = chance.pick([1, 1, 2, 3]); n > 0; n -= 1)
      if (!change(now, chance.oneIn(9) ? BYTES : MIME, chance, before)) break
  // Where the mail around a file is broken, a program may show the file as the base64 it comes in.
  const words = now.keeps && seed.word !== '' ? [seed.word, ...letters] : []
  return { id: `${run}-${number}`, seed: seed.name, steps: now.steps, words, raw: now.bytes }
}
