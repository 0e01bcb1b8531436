/**
 * Whether a mail is about the work or a personal note. Words like "vergadering" stand in both ("na de vergadering
 * lunchen?"), so they count less, and what only names a moment counts least.
 */
import type { Case, Reading } from './detectors.ts'

export type Matter = 'school' | 'personal' | 'unclear'

const WEIGHTS = new Map([
  ['school.matter', 2],
  ['school.setting', 0.5],
  ['school.personal', 2],
])

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
      if (name === 'school.personal' && reading.role === 'attachment') continue
      for (const { term, first } of reading.index.all(name)) {
        if (counted.has(term)) continue
        counted.add(term)
        scale[name === 'school.personal' ? 'personal' : 'school'] += isMoment(reading, first) ? weight / 2 : weight
      }
    }
  }
  return scale
}

const namesPupil = (reading: Reading): boolean =>
  reading.names.some((n) => n.strength >= 0.7 && n.persons.some((p) => p.kind === 'pupil'))

const ROLES = new Set(['own', 'subject', 'quoted', 'file-name', 'attachment'])
const ENOUGH = 1.5

export const matterOf = ({ readings, files, message }: Case): Matter => {
  const said = readings.filter((r) => ROLES.has(r.role))
  if (said.some(namesPupil)) return 'school'
  const { school, personal } = weigh(said)
  const papers = files.files.some((f) => !f.inline && f.kind !== 'calendar' && f.kind !== 'picture') ? 2 : 0
  if (school + papers > personal && school + papers >= ENOUGH) return 'school'
  if (personal > 0 && personal >= school) return 'personal'
  return message.forwarded ? 'school' : 'unclear'
}

/** The mail speaks to a parent: "Geachte mevrouw", "uw zoon". */
export const speaksToFamily = ({ readings }: Case): boolean =>
  readings.some((r) => r.role === 'own' && r.index.all('family.addressed').length > 0)
