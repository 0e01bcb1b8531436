/** Whom a letter speaks to in its first line: "Dag Griet, dag Tom", "Geachte mevrouw Moons", "Beste collega's". */
import { fold, tokenise } from '../message/message.ts'
import type { Case, Reading, Recipient } from './detectors.ts'
import { nameWords } from './spelling.ts'

const GREETING =
  /^(?:beste|best|dag|dagg?|hallo|hoi|hey|hee|he|hi|liefste|lieve|geachte|goede(?:morgen|middag|avond|ndag)|goeie(?:morgen|middag|avond|ndag)|goeden?(?:dag|middag|avond)|bonjour|bonsoir|cher|chere|chers|cheres|dear|hello|heel)$/
const LONGEST = 110
// "Goedemorgen beste Leen"
const LONGEST_HAIL = 25

const firstLine = ({ text }: Reading): string => {
  const start = text.search(/\S/)
  if (start < 0) return ''
  const line = text.slice(start, start + LONGEST)
  const end = line.indexOf('\n')
  return end < 0 ? line : line.slice(0, end)
}

/** The greeting's own words, not what follows it on the same line: "Dag Griet, Noor is flink". */
const greetingOf = (line: string): string => {
  const [first = '', second = ''] = line.split(/[,!:\t]|\s[-–]\s|\.\s/, 2)
  return GREETING.test(fold(/^\s*\p{L}{1,12}/u.exec(second)?.[0].trim() ?? '')) ? `${first} ${second}` : first
}

/** Folded words with a capital behind the greeting word; empty when the letter begins without one. */
export const greeted = ({ readings }: Case): ReadonlySet<string> => {
  const own = readings.find((r) => r.role === 'own' && r.text.trim() !== '')
  if (!own) return new Set()
  const said = greetingOf(firstLine(own))
  const words = tokenise(said)
  const capitals = words.filter((w) => /^\p{Lu}/u.test(said.slice(w.start)))
  // Without a greeting word a name stands alone: "Leen, het schema is klaar".
  if (!GREETING.test(words[0]?.folded ?? '') && (words.length > 3 || capitals.length < words.length)) return new Set()
  return new Set(capitals.map((w) => w.folded))
}

/** The words of a recipient's display name and address. */
export const callNames = ({ name, address }: Pick<Recipient, 'name' | 'address'>): string[] => {
  const shown = nameWords(name)
  const box = nameWords(address.slice(0, address.lastIndexOf('@')))
  return [...new Set([...shown, ...box])].filter((word) => word.length >= 3)
}

/** "Leen, slecht nieuws": Leen gets this mail, and is no pupil of that name. */
export const isHailed = (seen: Case, reading: Reading, first: string, start: number): boolean =>
  reading.role === 'own' &&
  start - reading.text.search(/\S/) < LONGEST_HAIL &&
  greeted(seen).has(first) &&
  seen.recipients.some((one) => callNames(one).includes(first))

/** Where the greeting ends: a name before it is spoken to, a name behind it is spoken of. */
export const greetingEnd = (reading: Reading): number => {
  if (reading.role !== 'own') return 0
  const said = greetingOf(firstLine(reading))
  const [first] = tokenise(said)
  return first && GREETING.test(first.folded) ? reading.text.search(/\S/) + said.length : 0
}
