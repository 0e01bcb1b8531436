/**
 * What the virus scanner recognised, what it could not look at, and that a sender is blocked after malware. No rule of a
 * pack asks for these and none can leave them out: they are found in every message, and the policy lets none of them go.
 */
import type { MalwareHit, Scanned } from '../malware/malware.ts'
import type { Said } from '../message/message.ts'
import type { Case, Finding } from './detectors.ts'
import { maskText } from './mask-text.ts'

export const SCAN_CATEGORIES = [
  'malware',
  'suspected-malware',
  'blocked-account',
  'scanner-down',
  'scanner-limit',
] as const
export type ScanCategory = (typeof SCAN_CATEGORIES)[number]

// One virus in every file of an archive is one virus.
const MOST = 25

const certainly = (signature: string): Said => ({
  nl: `De virusscanner vond hier een virus: ${signature}.`,
  fr: `L’antivirus a trouvé ici un virus : ${signature}.`,
  en: `The virus scanner found a virus here: ${signature}.`,
})

const perhaps = (signature: string): Said => ({
  nl: `De virusscanner vindt dit verdacht (${signature}). Het kan ook een vergissing zijn.`,
  fr: `L’antivirus juge ceci suspect (${signature}). C’est peut-être une erreur.`,
  en: `The virus scanner finds this suspicious (${signature}). It may also be a mistake.`,
})

const BLOCKED: Said = {
  nl: 'In een eerder bericht van dit account zat een virus. Daarom wachten alle berichten van dit account.',
  fr: 'Un message précédent de ce compte contenait un virus. C’est pourquoi tous les messages de ce compte attendent.',
  en: 'An earlier message from this account contained a virus. That is why all messages from this account are waiting.',
}

const UNSCANNED: Readonly<Record<NonNullable<Scanned['unscanned']>, Said>> = {
  'scanner-down': {
    nl: 'De virusscanner gaf geen antwoord. Dit bericht is dus niet op virussen nagekeken.',
    fr: 'L’antivirus n’a pas répondu. La présence de virus n’a donc pas été vérifiée dans ce message.',
    en: 'The virus scanner gave no answer, so this message was not scanned for viruses.',
  },
  'scanner-limit': {
    nl: 'Dit is te groot voor de virusscanner. Het is dus niet op virussen nagekeken.',
    fr: 'Ceci est trop grand pour l’antivirus. La présence de virus n’a donc pas été vérifiée.',
    en: 'This is too large for the virus scanner, so it was not scanned for viruses.',
  },
}

const finding = (
  rule: 'dangerous-attachment' | 'uninspectable',
  category: ScanCategory,
  because: Said,
  more: Partial<Finding> = {},
): Finding => ({ rule, category, place: { in: 'message' }, excerpt: '', because, confidence: 1, ...more })

/** The name of the signature is what it is about; nothing of the message is shown but a name of a file. */
const hitFinding = (seen: Case, { signature, certain, file }: MalwareHit): Finding =>
  finding(
    'dangerous-attachment',
    certain ? 'malware' : 'suspected-malware',
    certain ? certainly(signature) : perhaps(signature),
    file === '' ? { excerpt: signature } : { excerpt: maskText(seen, file), place: { in: 'attachment', file } },
  )

export const scanFindings = (seen: Case): readonly Finding[] => {
  const { hits, unscanned } = seen.scanned
  const certainFirst = hits.toSorted((a, b) => Number(b.certain) - Number(a.certain))
  return [
    ...certainFirst.slice(0, MOST).map((hit) => hitFinding(seen, hit)),
    ...(unscanned ? [finding('uninspectable', unscanned, UNSCANNED[unscanned])] : []),
    ...(seen.blocked ? [finding('dangerous-attachment', 'blocked-account', BLOCKED)] : []),
  ]
}
