/**
 * A second opinion on odd messages. Mail programs differ where the standard is not kept; two established parsers stand for
 * them, and each shows what the other does not (of two boundaries one takes the first, one the last). What they show and we
 * do not becomes a text too, and any difference is told. Only where one has a file that we have not, something is unread.
 */
import type { Body } from './bodies.ts'
import { readHtml } from './html.ts'
import { LIMITS } from './limits.ts'
import type { Line } from './lines.ts'
import { isBody } from './parts.ts'
import { splitLines } from './plain.ts'
import { wordsOf } from './same-words.ts'
import type { Leaf, Structure, Trouble } from './structure.ts'

export type SecondOpinion = Readonly<{ lines: readonly (readonly Line[])[]; troubles: readonly Trouble[] }>

/** What a reader shows: its texts, and the files beside them. */
type View = Readonly<{ lines: readonly Line[]; files: readonly Buffer[] }>
type Weighed = Readonly<{ lines: readonly Line[]; words: ReadonlySet<string>; attached: number; strange: number }>

type SecondReader = (raw: Buffer) => Promise<View>

const linesOf = (plain: string, html: string): Line[] => {
  const page = readHtml(html)
  return [...splitLines(plain), ...page.lines, ...page.hidden]
}

const mailparser: SecondReader = async (raw) => {
  const { simpleParser } = await import('mailparser')
  const options = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true }
  const read = await simpleParser(raw, options)
  return { lines: linesOf(read.text ?? '', read.html || ''), files: read.attachments.map(({ content }) => content) }
}

const postalMime: SecondReader = async (raw) => {
  const { default: PostalMime } = await import('postal-mime')
  const read = await PostalMime.parse(raw, { forceRfc822Attachments: true })
  const files = read.attachments.map(({ content }) => Buffer.from(content as ArrayBuffer))
  return { lines: linesOf(read.text ?? '', read.html ?? ''), files }
}

const READERS: readonly SecondReader[] = [mailparser, postalMime]

/** The message without the content of its large leaves: their structure is what matters here. */
const cutOut = (raw: Buffer, structure: Structure): Buffer => {
  const pieces: Buffer[] = []
  let from = 0
  for (const leaf of structure.leaves) {
    if (leaf.start < from || leaf.end - leaf.start <= LIMITS.secondReaderLeaf || leaf.type.value.startsWith('text/'))
      continue
    pieces.push(raw.subarray(from, leaf.start))
    from = leaf.end
  }
  return from === 0 ? raw : Buffer.concat([...pieces, raw.subarray(from)])
}

const wordsIn = (lines: readonly Line[]): ReadonlySet<string> =>
  new Set(
    wordsOf(lines.map((line) => line.text).join('\n'))
      .split(' ')
      .filter(Boolean),
  )

const isSubset = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean =>
  [...some].every((word) => all.has(word))

/** What we have read: all words of all readings; of each body what it may be seen to say; how many files there are. */
type Ours = Readonly<{
  seen: ReadonlySet<string>
  shown: readonly (readonly ReadonlySet<string>[])[]
  files: number
}>

const isCommon = (leaf: Leaf): boolean => leaf.type.value === 'text/plain' || leaf.type.value === 'text/html'

const oursOf = (structure: Structure, bodies: readonly Body[], strays: readonly (readonly Line[])[]): Ours => {
  const leaves = structure.leaves.filter(isBody)
  // Text of other types is a file to both of them.
  const common = bodies.filter((_, i) => isCommon(leaves[i]!))
  const readings = bodies.flatMap((body) => [body, ...body.others])
  return {
    seen: wordsIn([...readings.flatMap(({ lines, hidden }) => [...lines, ...hidden]), ...strays.flat()]),
    shown: common.map((body) => [body, ...body.others].map(({ lines }) => wordsIn(lines))),
    files: structure.leaves.length - common.length,
  }
}

/** A file of which we have read every word is a text that the other reader does not know. */
const weigh = ({ lines, files }: View, { seen }: Ours): Weighed => ({
  lines,
  words: wordsIn(lines),
  attached: files.length,
  strange: files.filter((file) => !isSubset(wordsIn(splitLines(file.toString())), seen)).length,
})

/** Also where they show less than we: then a reader who uses such a program does not see all that we judged. */
const differs = ({ seen, shown, files }: Ours, { words, attached }: Weighed): boolean =>
  attached !== files ||
  !isSubset(words, seen) ||
  shown.some((readings) => !readings.some((reading) => isSubset(reading, words)))

const opinionOn = (ours: Ours, views: readonly Weighed[]): Trouble[] => {
  if (views.some(({ strange }) => strange > ours.files))
    return [{ reason: 'broken', detail: 'a file that another reader sees' }]
  return views.some((view) => differs(ours, view))
    ? [{ reason: 'disputed', detail: 'two readers see different messages' }]
    : []
}

/** Lines with a word that we do not have. */
const newsOf = ({ lines, words }: Weighed, { seen }: Ours): readonly Line[] =>
  isSubset(words, seen) ? [] : lines.filter((line) => !isSubset(wordsIn([line]), seen))

const failed = (reason: Trouble['reason'], detail: string): SecondOpinion => ({
  lines: [],
  troubles: [{ reason, detail }],
})

export const readAgain = async (
  raw: Buffer,
  structure: Structure,
  bodies: readonly Body[],
  strays: readonly (readonly Line[])[],
): Promise<SecondOpinion> => {
  const small = cutOut(raw, structure)
  if (small.length > LIMITS.secondReaderBytes) return failed('limit', 'odd and too large for a second reading')
  try {
    const read = await Promise.all(READERS.map((reader) => reader(small)))
    const ours = oursOf(structure, bodies, strays)
    const views = read.map((view) => weigh(view, ours))
    return {
      lines: views.map((view) => newsOf(view, ours)).filter((lines) => lines.length > 0),
      troubles: opinionOn(ours, views),
    }
  } catch {
    return failed('broken', 'a second reader could not read it')
  }
}
