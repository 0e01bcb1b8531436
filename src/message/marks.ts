/** Lines that mail programs and people put between own words, quoted words and signatures: Dutch, French, English. */

const LONGEST = 400
const TIME = /\b\d{1,2}\s?[:.hu]\s?\d{2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b/
const WROTE = /\b(?:schreef|geschreven|wrote)(?![\p{L}])|(?<!\p{L})a\s+écrit(?!\p{L})|\bschrieb\b/iu
const STARTS = /^(?:op|on|le|am)\s/i

/** "Op ma 3 mrt 2025 om 09:15 schreef Jan <jan@school.example>:" Also "Jan schreef op 3-3-2025 9:15:". */
export const isAttribution = (line: string): boolean => {
  const ends = line.trimEnd()
  if (!ends.endsWith(':') && !ends.endsWith('：')) return false
  const text = ends.replace(/^[>\s]+/, '')
  if (text.length > LONGEST || !WROTE.test(text)) return false
  const dated = TIME.test(text)
  return STARTS.test(text) ? dated || text.includes('@') : (dated && text.length < 200) || /<[^<>\s]{1,200}@/.test(text)
}

/** The same, broken over up to three lines; gives the number of lines, 0 when there is none. */
export const attributionLines = (lines: readonly string[], at: number): number => {
  const first = lines[at]!.trim()
  if (first === '' || first.length > LONGEST) return 0
  if (isAttribution(first)) return 1
  if (!STARTS.test(first)) return 0
  let joined = first
  for (let count = 2; count <= 3; count++) {
    const next = lines[at + count - 1]?.trim()
    if (!next || joined.length > LONGEST) return 0
    joined += ` ${next}`
    if (isAttribution(joined)) return count
  }
  return 0
}

// Bold in plain text is *Van:*; before the colon may stand a (narrow) no-break space.
const LABEL = /^[*_>\s]{0,6}(\p{L}[\p{L}'’ -]{0,18}\p{L})[*_]?[\s\u00a0\u202f]{0,3}:/u
const LABELS: Readonly<Record<string, 'from' | 'other'>> = {
  van: 'from',
  from: 'from',
  de: 'from',
  expéditeur: 'from',
  afzender: 'from',
  von: 'from',
  verzonden: 'other',
  verstuurd: 'other',
  datum: 'other',
  aan: 'other',
  cc: 'other',
  kopie: 'other',
  onderwerp: 'other',
  betreft: 'other',
  sent: 'other',
  date: 'other',
  to: 'other',
  subject: 'other',
  bcc: 'other',
  'reply-to': 'other',
  antwoordadres: 'other',
  envoyé: 'other',
  'envoyé le': 'other',
  à: 'other',
  objet: 'other',
  'date d’envoi': 'other',
  "date d'envoi": 'other',
  destinataire: 'other',
  gesendet: 'other',
  an: 'other',
  betreff: 'other',
  beantwoorden: 'other',
  antwoord: 'other',
  'antwoord aan': 'other',
  'répondre à': 'other',
}

const labelOf = (line: string): 'from' | 'other' | undefined => {
  if (line.length > 4_000 || !line.slice(0, 40).includes(':')) return undefined
  const lead = line.slice(0, 60).normalize('NFC')
  const match = LABEL.exec(lead) ?? /^[*_>\s]{0,6}(à)[*_]?[\s\u00a0\u202f]{0,3}:/iu.exec(lead)
  return match ? LABELS[match[1]!.toLowerCase()] : undefined
}

/** A header block as Outlook puts it above what it quotes: a sender and at least two more labels within nine lines. */
export const isHeaderBlock = (lines: readonly string[], at: number): boolean => {
  if (labelOf(lines[at]!) === undefined) return false
  let from = 0
  let others = 0
  for (let i = at; i < Math.min(lines.length, at + 9); i++) {
    const line = lines[i]!
    if (line.trim() === '' && i > at + 4) break
    const label = labelOf(line)
    if (label === 'from') from++
    else if (label === 'other') others++
  }
  return from > 0 && others >= 2 && (labelOf(lines[at]!) === 'from' || others >= 3)
}

const RULE = /^[\s>]{0,6}(?:[-_=*]{2,40}\s?)/
const ORIGINAL =
  /^(?:oorspronkelijk(?:e)? bericht|origineel bericht|message d['’]origine|original message|original appointment|oorspronkelijke afspraak|ursprüngliche nachricht)/i
const FORWARD =
  /^(?:forwarded message|doorgestuurd bericht|doorgezonden bericht|message transféré|message réexpédié|fwd message)/i
const BEGIN_FORWARD =
  /^(?:begin (?:van )?(?:het )?doorgestuurd(?:e)? bericht|début du message (?:réexpédié|transféré)|begin forwarded message)\s{0,2}:?$/i

const MAY_SEPARATE = /^(?:[\s>]*[-_=*]|\s*(?:begin|début))/i

/** A line that announces a quoted or forwarded message: "-----Oorspronkelijk bericht-----", "Begin doorgestuurd bericht:". */
export const separator = (line: string): 'original' | 'forward' | undefined => {
  if (line.length > 120 || !MAY_SEPARATE.test(line)) return undefined
  const text = line.trim()
  if (BEGIN_FORWARD.test(text)) return 'forward'
  if (!RULE.test(text)) return undefined
  const words = text.replace(RULE, '').trim().normalize('NFC')
  if (ORIGINAL.test(words)) return 'original'
  return FORWARD.test(words) ? 'forward' : undefined
}

export const isRule = (line: string): boolean =>
  line.length >= 10 && MAY_SEPARATE.test(line) && /^\s*[_-]{10,}\s*$/.test(line.slice(0, 200))

const GREETING = new RegExp(
  `^(?:${[
    '(?:met )?(?:zeer |heel )?(?:vriendelijke?|vr\\.?|hartelijke?|warme?|lieve|zonnige|collegiale|sportieve|beste|oprechte|feestelijke) ?(?:groet(?:en|jes)?|gr\\.?)',
    'm\\.?v\\.?r?\\.?g\\.?|vr?\\.? ?gr(?:t)?\\.?|gr(?:tj?s?)?\\.?|groet(?:en|jes)?|grtjs|liefs|hoogachtend|m(?:et|\\.)? ?(?:de meeste )?hoogachting|(?:met )?(?:alvast )?(?:veel )?dank en groet',
    '(?:bien |très )?cordialement|bien à (?:vous|toi)|cdt|sincères salutations|(?:meilleures |cordiales )?salutations(?: distinguées)?|bonne (?:journée|soirée)|amicalement|respectueusement',
    '(?:kind|best|warm|warmest|kindest) (?:regards|wishes)|regards|sincerely(?: yours)?|yours (?:sincerely|faithfully)|best|cheers|br',
  ].join('|')})(?![\\p{L}\\p{N}])`,
  'iu',
)
const WISH =
  /^\s{0,3}(?:en (?:nog )?een (?:fijne?|prettige?|goede?|leuke?) \p{L}{1,20}|et bonne \p{L}{1,20})(?!\p{L})/iu
const NAME_PART = /^\p{Lu}[\p{L}'’]*$/u
const BETWEEN_NAMES = new Set(
  'van vanuit uit de den der het ten ter la le en et and namens juf meester mevr dhr mw &'.split(' '),
)

/** Bold and italic in plain text. */
const withoutStars = (text: string): string =>
  /^[*_]/.test(text) || /[*_]$/.test(text.slice(-1)) ? text.replace(/^[*_]{1,3}|[*_]{1,3}$/g, '') : text

/** "Met vriendelijke groeten", alone or with a name behind it; not "Groetjes aan je mama". */
export const isGreeting = (line: string): boolean => {
  if (line.length > 200) return false
  const text = withoutStars(line.trim())
  const match = text.length > 90 ? null : GREETING.exec(text)
  if (!match) return false
  const words = text
    .slice(match[0].length)
    .replace(WISH, '')
    .split(/[\s,.!:;–*_-]+/)
    .filter(Boolean)
  return words.length <= 9 && words.every((word) => BETWEEN_NAMES.has(word) || NAME_PART.test(word))
}

const PHONE =
  /^(?:verstuurd|verzonden|envoyé|sent|gestuurd|get|téléchargez|download)\s+(?:vanaf|vanuit|met|van|via|de|depuis|à partir|from|outlook)(?!\p{L})/iu

/** "Verstuurd vanaf mijn iPhone" and its kin. */
export const isPhoneLine = (line: string): boolean => line.length < 120 && PHONE.test(line.trim())

/** "-- ", with the space that many programs lose. */
export const isSignatureDash = (line: string): boolean => line.length <= 3 && /^--[ \u00a0]?$/.test(line)

const DISCLAIMER = new RegExp(
  [
    '^\\W{0,4}disclaimer\\b',
    '(?:uitsluitend|enkel|alleen) (?:bestemd|bedoeld) voor (?:de|het gebruik)',
    '(?:bedoelde |beoogde |vermelde |niet de )(?:geadresseerde|ontvanger|bestemmeling)',
    'per (?:vergissing|abuis|ongeluk) (?:hebt )?(?:ontvangen|ontvangt)',
    'aan dit bericht kunnen geen rechten',
    'destiné(?:e|s)? (?:exclusivement|uniquement)',
    "n['’]êtes pas (?:le|la) destinataire",
    'reçu ce (?:message|courriel|mail) par erreur',
    'intended (?:solely |only )?for the (?:use|addressee|person|individual|named)',
    '(?:not the|unauthori[sz]ed|than the) intended recipient',
    'received this (?:e-?mail|message) in error',
  ].join('|'),
  'iu',
)
const OPENING =
  /^\W{0,4}(?:dit|deze|de (?:inhoud|informatie)|indien|als u|wie|ce|cette|le contenu|les informations|si vous|this|the (?:information|content)|if you)(?!\p{L})/iu
const AFTERWARDS =
  /vertrouwelijk|geadresseerde|aansprakelijk|virus|milieu|afdruk|print dit|kennisgeving|confidenti[ae]l|destinataire|environnement|imprimer|disclaimer|recipient|environment|liab/iu

/** The line, with the two behind it since plain text is wrapped, says that it is only for the one it is addressed to. */
export const isDisclaimer = (lines: readonly string[], at: number): boolean => {
  const line = lines[at]!.slice(0, 3_000)
  if (DISCLAIMER.test(line)) return true
  return (
    OPENING.test(line) &&
    line.length < 100 &&
    DISCLAIMER.test(
      lines
        .slice(at, at + 3)
        .join(' ')
        .slice(0, 3_000),
    )
  )
}

/** Sentences that people put beneath every mail; only told from own words by standing behind a signature. */
export const isAfterwards = (line: string): boolean => AFTERWARDS.test(line.slice(0, 3_000))
