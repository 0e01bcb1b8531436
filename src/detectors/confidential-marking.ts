/**
 * confidential-marking: what its maker marked as confidential or internal goes outside. A marking stands by itself: in
 * the subject, on a line of its own at the top, in a file name, in a document's head, or as a label in headers and
 * properties. In running prose and disclaimers the same words mark nothing. Serves KI-13-confidential.
 */
import { z } from 'zod'
import type { AttachedFile } from '../attachments/attachments.ts'
import { placeAt } from '../message/message.ts'
import { outsidersOf } from './audience.ts'
import type { Case, Detector, Finding, Reading } from './detectors.ts'
import { excerpt } from './excerpt.ts'
import type { TermHit } from './lexicon.ts'
import { lineStart } from './line-start.ts'
import { maskText } from './mask-text.ts'
import { indexTerms } from './term-index.ts'

const settings = z.strictObject({})

const BECAUSE = {
  nl: 'Dit is gemarkeerd als vertrouwelijk of intern, en gaat naar iemand buiten de school.',
  fr: 'Ceci est marqué comme confidentiel ou interne et part vers quelqu’un hors de l’école.',
  en: 'This is marked confidential or internal, and goes to somebody outside the school.',
}

const HEAD = 400
const MAX_LINE = 70

/** Alone on its line or cell, or parted by a mark from the rest: "VERTROUWELIJK", "Status: intern", "Verslag – vertrouwelijk". */
const standsAlone = (text: string, hit: TermHit): boolean => {
  const from = lineStart(text, hit.start)
  const next = text.indexOf('\n', hit.end)
  const line = text.slice(from, next < 0 ? text.length : next)
  if (line.length > MAX_LINE) return false
  const before = text.slice(from, hit.start)
  const after = text.slice(hit.end, from + line.length)
  const opens =
    /^[\s\W]*$/.test(before) ||
    /[:–—|([\t*-]\s{0,5}(?:\p{L}{1,30}\s)?$/u.test(before) ||
    /^\W{0,40}(?:strikt|strictly|strictement|document|status|classificatie|dit document is)[\s:]{0,20}$/i.test(before)
  const closes =
    /^[\s\W]*$/.test(after) ||
    /^\s*[:–—|)\]\t*!-]/.test(after) ||
    /^\s(?:document|verslag|stuk|dossier|nota|rapport)\b/i.test(after)
  const shouted = text.slice(hit.start, hit.end) === text.slice(hit.start, hit.end).toUpperCase()
  return (opens && closes) || (shouted && (opens || closes))
}

const hitIn = (reading: Reading): TermHit | undefined => {
  const index = indexTerms(reading)
  const { text, role } = reading
  const other = (hit: TermHit) => index.all('marking.other').some((o) => o.start <= hit.start && o.end >= hit.end)
  const words = index.all('marking.word').filter((hit) => !other(hit))
  if (role === 'file-name') {
    return (
      words[0] ??
      index
        .all('marking.intern')
        .find(
          (hit) =>
            !other(hit) &&
            /(?:^|[\s_([-])$/.test(text.slice(0, hit.start).slice(-1)) &&
            /^(?:[\s_)\].-]*(?:\.\w{2,5})?)$/.test(text.slice(hit.end)),
        )
    )
  }
  if (role === 'subject')
    return (
      words.find((hit) => standsAlone(text, hit)) ??
      index
        .all('marking.intern')
        .find((hit) => /[[(]\s*$|^\s*$/.test(text.slice(0, hit.start)) && /^\s*[\])]|^\s*:/.test(text.slice(hit.end)))
    )
  const head = words.find((hit) => hit.start < HEAD && standsAlone(text, hit))
  if (head || role !== 'attachment') return head
  // A footer repeats it on every page, alone on its line.
  return words.find(
    (hit) => standsAlone(text, hit) && /[\n\t]\s{0,20}$/.test(text.slice(Math.max(0, hit.start - 3), hit.start)),
  )
}

const fromReadings = (seen: Case): Finding[] =>
  seen.readings
    .filter(({ role }) => role !== 'disclaimer' && role !== 'signature')
    .flatMap((reading): Finding[] => {
      const hit = hitIn(reading)
      if (!hit) return []
      const strong = reading.role !== 'quoted' && !/^(?:niet delen|niet doorsturen|geheim|restricted)$/.test(hit.term)
      return [
        {
          rule: 'confidential-marking',
          category: reading.role === 'attachment' || reading.role === 'file-name' ? 'document' : 'message',
          place: placeAt(reading, hit.start),
          excerpt: excerpt(reading, hit.start, hit.end),
          because: BECAUSE,
          confidence: strong ? 0.85 : 0.75,
        },
      ]
    })

const LABEL = /confiden|vertrouwelijk|intern(?!ational|et|ship)|restricted|secret|geheim/i
const OPEN = /public|openbaar|publiek|general|non[- ]?confiden|niet vertrouwelijk/i

const marks = (name: string, value: string): boolean => {
  if (name === 'sensitivity') return /company-confidential|private/i.test(value)
  if (
    name === 'msip_labels' ||
    name === 'x-ms-exchange-organization-classification' ||
    /^x-.*(?:classification|sensitivity|labels?)$/.test(name)
  )
    return LABEL.test(value) && !OPEN.test(value.slice(value.search(/Name=/i) + 1))
  return false
}

const fromHeaders = (seen: Case): Finding[] =>
  seen.message.headers
    .filter(({ name, value }) => marks(name, value))
    .map(({ name }) => ({
      rule: 'confidential-marking',
      category: 'label',
      place: { in: 'header', header: name },
      excerpt: name,
      because: BECAUSE,
      confidence: name === 'sensitivity' ? 0.8 : 0.88,
    }))

const fromProperties = (seen: Case, file: AttachedFile): Finding[] => {
  const label = file.properties.sensitivity ?? ''
  const title = file.properties.title ?? ''
  const found =
    LABEL.test(label) && !OPEN.test(label)
      ? label
      : /\b(?:strikt )?(?:vertrouwelijk|confidenti(?:al|eel|el))\b/i.test(title) && title.length < 80
        ? title
        : ''
  if (found === '') return []
  return [
    {
      rule: 'confidential-marking',
      category: 'label',
      place: { in: 'attachment', file: file.path },
      excerpt: maskText(seen, found),
      because: BECAUSE,
      confidence: 0.88,
    },
  ]
}

export const confidentialMarking: Detector<z.infer<typeof settings>> = {
  rule: 'confidential-marking',
  settings,
  inspect: (seen: Case) => {
    const recipients = outsidersOf(seen)
    if (recipients.length === 0) return []
    const found = [
      ...fromReadings(seen),
      ...fromHeaders(seen),
      ...seen.files.files.flatMap((file) => fromProperties(seen, file)),
    ]
    return found.map((finding) => ({ ...finding, recipients }))
  },
}
