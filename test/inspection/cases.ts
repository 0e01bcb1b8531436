/** Every case: a text in one wrap, and its clean twin in the same. */

import { crc32 } from 'node:zlib'
import { MATTERS, type Matter, type Version } from './matters.ts'
import type { Wrap } from './wrap.ts'
import { ARCHIVES, HARD_ARCHIVES } from './wraps/archives.ts'
import { CHARSETS } from './wraps/charsets.ts'
import { CORNERS } from './wraps/corners.ts'
import { DISGUISES } from './wraps/disguises.ts'
import { ENCODED, HARD_ENCODED } from './wraps/encoded.ts'
import { EVERYDAY } from './wraps/everyday.ts'
import { GOLDEN, HARD_GOLDEN } from './wraps/golden.ts'
import { HIDDEN } from './wraps/hidden-corners.ts'
import { HARD_HYPERTEXT, HYPERTEXT } from './wraps/hypertext.ts'
import { MALFORMED } from './wraps/malformed.ts'
import { MESSAGES } from './wraps/messages.ts'
import { HARD_PDF, PDF } from './wraps/pdf.ts'
import { PICTURES } from './wraps/pictures.ts'
import { PLAIN_FILES } from './wraps/plain-files.ts'
import { HARD_SHEETS, SHEETS } from './wraps/sheets.ts'
import { HARD_SLIDES, OPEN_DOCUMENTS, SLIDES } from './wraps/slides.ts'
import { HARD_STRUCTURES, STRUCTURES } from './wraps/structures.ts'
import { SUBJECTS } from './wraps/subjects.ts'
import { TRANSFER } from './wraps/transfer.ts'
import { HARD_WORD, WORD } from './wraps/word.ts'

export type Case = Readonly<{
  /** "charset utf-7, medical". */
  name: string
  group: 'ordinary' | 'hard' | 'beyond'
  rule: string
  reported: Wrap['reported']
  mail: (version: Version) => Promise<Buffer>
}>

const ORDINARY: readonly Wrap[] = [
  ...TRANSFER,
  ...CHARSETS,
  ...SUBJECTS,
  ...HYPERTEXT,
  ...STRUCTURES,
  ...ARCHIVES,
  ...MESSAGES,
  ...PLAIN_FILES,
  ...WORD,
  ...SHEETS,
  ...SLIDES,
  ...OPEN_DOCUMENTS,
  ...PDF,
  ...GOLDEN,
  ...MALFORMED,
  ...ENCODED,
  ...EVERYDAY,
]
const HARD: readonly Wrap[] = [
  ...PICTURES,
  ...DISGUISES,
  ...HARD_HYPERTEXT,
  ...HARD_STRUCTURES,
  ...HARD_ARCHIVES,
  ...HARD_WORD,
  ...HARD_SHEETS,
  ...HARD_SLIDES,
  ...HARD_PDF,
  ...HARD_GOLDEN,
  ...CORNERS,
  ...HARD_ENCODED,
  ...HIDDEN,
]

const MATTERS_EACH = 2

/** Two of its matters, others for each wrap, so that no wrap stands or falls with one sentence. */
const mattersOf = ({ name, matters }: Wrap): readonly Matter[] => {
  const own = MATTERS.filter((matter) => matters?.includes(matter.name) ?? true)
  const first = crc32(name) % own.length
  return Array.from(
    { length: Math.min(MATTERS_EACH, own.length) },
    (_, i) => own[(first + i * (own.length >> 1)) % own.length]!,
  )
}

const casesOf = (group: Case['group'], wraps: readonly Wrap[]): Case[] =>
  wraps.flatMap((wrap) =>
    mattersOf(wrap).map((matter) => ({
      name: `${wrap.name}, ${matter.name}`,
      group: wrap.beyond ? 'beyond' : group,
      rule: wrap.quoted && matter.rule === 'sensitive-pupil-data' ? 'sensitive-in-reply' : matter.rule,
      reported: wrap.reported,
      mail: async (version: Version) =>
        wrap.mail({ text: matter.text[version], title: matter.title[version], matter, version }),
    })),
  )

export const CASES: readonly Case[] = [...casesOf('ordinary', ORDINARY), ...casesOf('hard', HARD)]
