/**
 * Whether a mail is about the work or a personal note. Words like "vergadering" stand in both ("na de vergadering
 * lunchen?"), so they count less, and what only names a moment counts least.
 */
import { holdsClassCode } from './class-codes.ts'
import type { Case, Reading } from './detectors.ts'

export type Matter = 'school' | 'personal' | 'unclear'

const WEIGHTS = new Map([
  ['school.matter', 2],
  ['school.work', 1],
  ['school.setting', 0.5],
  ['school.leisure', 1],
  ['school.personal', 2],
])
const PERSONAL = new Set(['school.leisure', 'school.personal'])

type Scale = { school: number; personal: number }

/** "na de klassenraad", "tijdens de lunch". */
const isMoment = ({ index }: Reading, first: number): boolean =>
  index.all('school.moment').some((t) => t.last < first && first - t.last <= 2)

/** Each term counts once, however often it is said. A document's own words on leisure say nothing of the mail. */
const weigh = (readings: readonly Reading[]): Scale => {
  const scale: Scale = { school: 0, personal: 0 }
  const counted = new Set<string>()
  for (const reading of readings) {
    for (const [name, weight] of WEIGHTS) {
      if (PERSONAL.has(name) && reading.role === 'attachment') continue
      for (const { term, first } of reading.index.all(name)) {
        if (counted.has(term)) continue
        counted.add(term)
        scale[PERSONAL.has(name) ? 'personal' : 'school'] += isMoment(reading, first) ? weight / 2 : weight
      }
    }
  }
  return scale
}

/** One pupil in full says enough; a first name alone may be anybody's, several of them are a class. */
const pupilsNamed = (readings: readonly Reading[]): number => {
  const hits = readings.flatMap((r) => r.names).filter((n) => n.persons.some((p) => p.kind === 'pupil'))
  if (hits.some((n) => n.strength >= 0.7)) return Number.POSITIVE_INFINITY
  return new Set(hits.filter((n) => n.strength >= 0.4).map((n) => n.persons[0]!.firstName)).size
}

/** "3EW bij u van 9u": a class among one's own words. */
const namesClass = (reading: Reading): boolean =>
  (reading.role === 'own' || reading.role === 'subject') && holdsClassCode(reading, 0, reading.words.length - 1)

const ROLES = new Set(['own', 'subject', 'quoted', 'file-name', 'attachment'])
const ENOUGH = 1.5
// Where nothing is personal, one word of work or one pupil is enough.
const LITTLE = 1

export const matterOf = ({ readings, files, message }: Case): Matter => {
  const said = readings.filter((r) => ROLES.has(r.role))
  const { school: words, personal } = weigh(said)
  const school = words + pupilsNamed(said) + (said.some(namesClass) ? 1.5 : 0)
  const papers = files.files.some((f) => !f.inline && f.kind !== 'calendar' && f.kind !== 'picture') ? 2 : 0
  const paper = personal > 0 ? papers / 4 : papers
  if (school + paper > personal && school + paper >= (personal > 0 ? ENOUGH : LITTLE)) return 'school'
  if (personal > 0 && personal >= school) return 'personal'
  return message.forwarded ? 'school' : 'unclear'
}

/** The mail speaks to a parent: "Geachte mevrouw", "uw zoon". */
export const speaksToFamily = ({ readings }: Case): boolean =>
  readings.some((r) => r.role === 'own' && r.index.all('family.addressed').length > 0)

/** The sender writes to an account of his own besides: "cc aan mezelf", "ook naar mijn gmail". */
export const saysToMyself = ({ readings }: Case): boolean =>
  readings.some((r) => (r.role === 'own' || r.role === 'subject') && r.index.all('school.myself').length > 0)
