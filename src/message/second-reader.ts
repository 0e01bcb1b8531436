/**
 * A second opinion on odd messages. Mail programs differ where the standard is not kept; an established parser stands
 * for them. What it shows and we do not becomes a text too, and any difference is told, so that the message is held.
 */
import { type Body, bodyWords, wordsOf } from './bodies.ts'
import { readHtml } from './html.ts'
import { LIMITS } from './limits.ts'
import type { Line } from './lines.ts'
import { splitLines } from './plain.ts'
import type { Structure, Trouble } from './structure.ts'

export type SecondOpinion = Readonly<{ lines: readonly (readonly Line[])[]; troubles: readonly Trouble[] }>

/** The message without the content of its large leaves: their structure is what matters here. */
const cutOut = (raw: Buffer, structure: Structure): Buffer => {
  const pieces: Buffer[] = []
  let from = 0
  for (const leaf of structure.leaves) {
    if (leaf.end - leaf.start <= LIMITS.secondReaderLeaf || leaf.type.value.startsWith('text/')) continue
    pieces.push(raw.subarray(from, leaf.start))
    from = leaf.end
  }
  return from === 0 ? raw : Buffer.concat([...pieces, raw.subarray(from)])
}

const failed = (reason: Trouble['reason'], detail: string): SecondOpinion => ({
  lines: [],
  troubles: [{ reason, detail }],
})

export const readAgain = async (raw: Buffer, structure: Structure, bodies: readonly Body[]): Promise<SecondOpinion> => {
  const small = cutOut(raw, structure)
  if (small.length > LIMITS.secondReaderBytes) return failed('limit', 'odd and too large for a second reading')
  const { simpleParser } = await import('mailparser')
  try {
    const options = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true }
    const read = await simpleParser(small, options)
    return compare(
      bodies,
      structure,
      splitLines(read.text ?? ''),
      readHtml(read.html || '').lines,
      read.attachments.length,
    )
  } catch {
    return failed('broken', 'a second reader could not read it')
  }
}

const compare = (
  bodies: readonly Body[],
  structure: Structure,
  plain: readonly Line[],
  html: readonly Line[],
  attached: number,
): SecondOpinion => {
  const ours = `${bodyWords(bodies, false)} ${bodyWords(bodies, true)}`
  const say = (lines: readonly Line[]): string => wordsOf(lines.map((line) => line.text).join('\n'))
  const unseen = [plain, html].filter((lines) => !ours.includes(say(lines)))
  const differs =
    unseen.length > 0 ||
    say(plain) !== bodyWords(bodies, false) ||
    say(html) !== bodyWords(bodies, true) ||
    attached !== structure.leaves.length - bodies.length
  return {
    lines: unseen,
    troubles: differs ? [{ reason: 'broken', detail: 'two readers see different messages' }] : [],
  }
}
