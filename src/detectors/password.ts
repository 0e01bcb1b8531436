/**
 * password: a text, subject, file name or attachment gives away what opens an account, a network, a door or a file.
 * A careful reader looks for a label and what it points at, for a pair, a column of a list, or a rule from which
 * everybody can make the password. Fooled by advice, requirements, reset links, meeting passcodes, games and codes of
 * another kind, which all use the same words. Serves ME-3-password, SJ-3-password, KI-3-credentials, KI-12.
 */
import { z } from 'zod'
import { fold, placeAt, type Said } from '../message/message.ts'
import type { Case, Detector, Finding, Reading } from './detectors.ts'
import { type Cover, excerpt } from './excerpt.ts'
import { lineStart } from './line-start.ts'
import { answersAsked, answersIn } from './secret-answers.ts'
import { isLogged, isOfGame, isOnGame, whatOpens } from './secret-context.ts'
import { dictatedIn } from './secret-dictation.ts'
import { keyedIn } from './secret-keypads.ts'
import { listedIn } from './secret-lists.ts'
import { isButton } from './secret-look.ts'
import { pairsIn } from './secret-pairs.ts'
import { recipesIn } from './secret-recipes.ts'
import { recoveryIn } from './secret-recovery.ts'
import { toldBy } from './secret-rules.ts'
import { type Secret, secretOf } from './secret-scan.ts'
import { scenesIn } from './secret-scenes.ts'
import { columnHeads, headsColumn, secretColumn, secretLines } from './secret-tables.ts'
import { tokensIn } from './secret-tokens.ts'
import type { Kind } from './secret-values.ts'
import { doubtOfLength } from './sentences.ts'
import { merged, openSpans, type Span } from './spans.ts'
import { rowAt } from './table-rows.ts'
import { indexTerms, type TermIndex } from './term-index.ts'
import { oncePerReading } from './text-memory.ts'

const settings = z.strictObject({
  meetingCodes: z.boolean().default(false).describe('Report the passcode of an online meeting too.'),
  gameCodes: z.boolean().default(false).describe('Report the pin or code of a quiz, a game or a class too.'),
})
type Settings = z.infer<typeof settings>

type Category =
  | 'account'
  | 'wifi'
  | 'access-code'
  | 'key'
  | 'list'
  | 'rule'
  | 'attachment'
  | 'meeting-code'
  | 'game-code'
type Found = Readonly<{
  category: Category
  start: number
  end: number
  /** What the excerpt is drawn around. */
  around: Readonly<{ start: number; end: number }>
  secrets: readonly Readonly<{ start: number; end: number }>[]
  confidence: number
}>

const BECAUSE: Readonly<Record<Category, Said>> = {
  account: {
    nl: 'Hier staat een wachtwoord of inlogcode.',
    fr: 'Un mot de passe ou un code de connexion figure ici.',
    en: 'This gives away a password or login code.',
  },
  wifi: {
    nl: 'Hier staat het wachtwoord van een wifi-netwerk.',
    fr: 'Le mot de passe d’un réseau wifi figure ici.',
    en: 'This gives away the password of a wifi network.',
  },
  'access-code': {
    nl: 'Hier staat een pincode of toegangscode.',
    fr: 'Un code PIN ou un code d’accès figure ici.',
    en: 'This gives away a PIN or an access code.',
  },
  key: {
    nl: 'Hier staat een geheime sleutel van een computersysteem.',
    fr: 'La clé secrète d’un système informatique figure ici.',
    en: 'This gives away a secret key of a computer system.',
  },
  list: {
    nl: 'Hier staat een lijst met wachtwoorden of inlogcodes.',
    fr: 'Une liste de mots de passe ou de codes de connexion figure ici.',
    en: 'This contains a list of passwords or login codes.',
  },
  rule: {
    nl: 'Wie dit leest, kan het wachtwoord zelf afleiden.',
    fr: 'Toute personne qui lit ceci peut deviner le mot de passe.',
    en: 'Whoever reads this can work out the password.',
  },
  'meeting-code': {
    nl: 'Hier staat de toegangscode van een online vergadering.',
    fr: "Le code d’accès d'une réunion en ligne figure ici.",
    en: 'This gives away the passcode of an online meeting.',
  },
  'game-code': {
    nl: 'Hier staat de code van een quiz, een spel of een klas.',
    fr: "Le code d'un quiz, d'un jeu ou d'une classe figure ici.",
    en: 'This gives away the code of a quiz, a game or a class.',
  },
  attachment: {
    nl: 'Hier staat het wachtwoord van een bestand. Wie deze mailbox kan lezen, kan dan ook het bestand openen. Zeg het wachtwoord telefonisch of via sms.',
    fr: 'Le mot de passe d’un fichier figure ici. Qui peut lire cette boîte de réception peut alors aussi ouvrir le fichier. Donnez le mot de passe par téléphone ou par SMS.',
    en: 'This gives away the password of a file. Whoever can read this mailbox can then open the file too. Tell the password by phone or by text message.',
  },
}

/** The same reading with other signs between its words. */
const respelt = (reading: Reading, text: string): Reading => {
  const { role, place, words, terms, meaning, index, sentences, gists, names, surroundings } = reading
  return { role, place, text, words, terms, meaning, index, sentences, gists, names, surroundings, secrets: [] }
}

/** A file name parts its words by signs: "wachtwoord_Zomer24.txt" is read as three words. Offsets stay. */
const spaced = (reading: Reading): Reading => respelt(reading, reading.text.replace(/[_-]/g, ' '))
const withoutEnding = (reading: Reading): Reading =>
  respelt(
    reading,
    reading.text.replace(/\.\w{2,5}$/, (end) => ' '.repeat(end.length)),
  )

const around = (label: { start: number; end: number }, value: { start: number; end: number }) => ({
  start: Math.min(label.start, value.start),
  end: Math.max(label.end, Math.min(value.end, label.end + 60)),
})

const listsIn = (index: TermIndex): Found[] => {
  const read = new Map<number, number>()
  return [...index.all('password.label'), ...columnHeads(index)].flatMap((hit): Found[] => {
    const column = secretColumn(index, hit, read)
    if (column) read.set(column.column, column.until)
    const values =
      column && column.values.length > 0
        ? column.values
        : hit.class === 'password.column'
          ? []
          : secretLines(index, hit)
    const first = values[0]
    return first
      ? [
          {
            category: 'list',
            start: first.start,
            end: first.end,
            around: around(hit, first),
            secrets: values,
            confidence: values.length > 1 ? 0.97 : 0.9,
          },
        ]
      : []
  })
}

const PLACES = ['product', 'login', 'device', 'wifi', 'user', 'container'].map((name) => `password.${name}`)

/** "Wachtwoord wifi: zonnewijzer" opens something; after "wat is het wachtwoord van de keuken?" comes a joke. */
const opensNothing = (index: TermIndex, { label, start, end }: Secret): boolean => {
  const from = lineStart(index.reading.text, Math.min(label.start, start))
  return PLACES.every((name) => index.near(name, from, Math.max(label.end, end)) === undefined)
}

/** Words of every day are no value where much is said: "een wachtwoord in de browser bewaren is gevaarlijk". */
const isPlainTalk = (index: TermIndex, secret: Secret): boolean => {
  const { text, meaning, sentences } = index.reading
  if (secret.look !== 'word') return false
  if (isButton(text, secret.start)) return true
  const doubt = doubtOfLength(sentences)
  // In a newsletter even a rare word after "wachtwoord:" is an answer of an interview, a tip.
  if (doubt >= 1 && secret.kind === 'account' && opensNothing(index, secret)) return true
  return doubt > 0 && (meaning?.isWord(fold(text.slice(secret.start, secret.end))) ?? false)
}

const unnamedIn = (index: TermIndex): Found[] => {
  const values = listedIn(index)
  const first = values[0]
  return first ? [{ category: 'list', ...first, around: first, secrets: values, confidence: 0.85 }] : []
}

const labelledIn = (index: TermIndex): Found[] =>
  index.all('password.label').flatMap((hit): Found[] => {
    if (headsColumn(index, hit)) return []
    const found = secretOf(index, hit)
    const secret = found && isPlainTalk(index, found) ? undefined : found
    const opens = secret && whatOpens(index, secret)
    if (opens) return [{ ...secret, category: opens, around: around(hit, secret), secrets: [secret] }]
    const told = secret ? undefined : toldBy(index, hit)
    return told ? [{ ...told, category: 'rule', around: around(hit, told), secrets: [told] }] : []
  })

const pairedIn = (index: TermIndex): Found[] =>
  pairsIn(index).map((pair) => ({ ...pair, category: 'account', around: around(pair.label, pair), secrets: [pair] }))

type Told = Readonly<{ start: number; end: number; label: { start: number; end: number }; confidence: number }>

const told = (category: Category, found: readonly Told[]): Found[] =>
  found.map((one) => ({ ...one, category, around: around(one.label, one), secrets: [one] }))

const CATEGORY: Readonly<Partial<Record<Kind, Category>>> = {
  digits: 'access-code',
  parted: 'access-code',
  counted: 'access-code',
  year: 'access-code',
  drawn: 'access-code',
  recipe: 'rule',
}

const scenes = (index: TermIndex): Found[] =>
  scenesIn(index).map((one) => ({
    ...one,
    category: CATEGORY[one.kind] ?? 'account',
    around: around(one.label, one),
    secrets: [one, ...one.doubtful],
  }))

const keysIn = (reading: Reading): Found[] =>
  tokensIn(reading).map((token) => ({ ...token, category: 'key', around: token, secrets: [token], confidence: 0.97 }))

/** One finding for one value: the label nearest to a list, a pair or a key is the same thing seen again. */
const distinct = (found: readonly Found[]): Found[] => {
  const taken = openSpans()
  return found.filter((one) => {
    if (taken.overlapping(one)) return false
    for (const secret of one.secrets) taken.add(secret)
    return true
  })
}

const MAX_REPEATS = 200
// A key block does not come twice.
const MAX_VALUE = 200

/** Every place where a found value stands, whatever its capitals: an excerpt must not show it the second time. */
const coversOf = (text: string, found: readonly Found[]): Cover[] => {
  if (found.length === 0) return []
  const lower = text.toLowerCase()
  const covers = found.flatMap((one): Span[] => [...one.secrets])
  const values = new Set(
    found.flatMap((one) =>
      one.secrets.map((s) =>
        lower.slice(s.start, Math.min(s.end, s.start + MAX_VALUE + 1)).replace(/[\s.,;:)"'”’»*]{1,40}$/, ''),
      ),
    ),
  )
  for (const value of values) {
    if (value.length < 3 || value.length > MAX_VALUE || covers.length > MAX_REPEATS) continue
    for (
      let at = lower.indexOf(value);
      at >= 0 && covers.length <= MAX_REPEATS;
      at = lower.indexOf(value, at + value.length)
    )
      covers.push({ start: at, end: at + value.length })
  }
  return merged(covers).map((span) => ({ ...span, as: 'secret' }))
}

/** The other cells of its row that hold a digit: which of them is the value, a table without a known heading does not tell. */
const withRow = (text: string, one: Found): Found => {
  const cells = rowAt(text, one.start, '\t')?.cells ?? []
  const codes = cells.filter((cell) => /\d/.test(cell.text) && !one.secrets.some((secret) => isIn(cell, secret)))
  return codes.length === 0 ? one : { ...one, secrets: [...one.secrets, ...codes] }
}
const isIn = (cell: Span, secret: Span): boolean => secret.start <= cell.start && cell.end <= secret.end

/** "wachtwoord Zomer-24.txt": a sign may also be part of the value, so that a file name is read both ways. */
const foundIn = oncePerReading((reading): readonly Found[] => {
  const bare = reading.role === 'file-name' ? withoutEnding(reading) : reading
  const ways = bare === reading ? [reading] : [spaced(bare), bare]
  const told = ways.flatMap(toldIn).filter((one) => !isLogged(reading.text, one))
  return distinct([...keysIn(reading), ...told]).map((one) => withRow(reading.text, one))
})

const toldIn = (reading: Reading): Found[] => {
  const index = indexTerms(reading)
  const { answers, turns } = recoveryIn(reading)
  return [
    ...listsIn(index),
    ...labelledIn(index),
    ...pairedIn(index),
    ...told('rule', recipesIn(index)),
    ...told('account', dictatedIn(index)),
    ...told('access-code', keyedIn(index)),
    ...told('account', answers),
    ...told('access-code', turns),
    ...scenes(index),
    ...unnamedIn(index),
  ]
}

/** What an excerpt of this text must hide, for other rules that quote from it. */
export const secretCovers = (reading: Reading): Cover[] => coversOf(reading.text, foundIn(reading))

/** Codes that open no account are told apart, and reported only where the school wants so. */
const isReported = (category: Category, { meetingCodes, gameCodes }: Settings): boolean =>
  category === 'meeting-code' ? meetingCodes : category === 'game-code' ? gameCodes : true

const answered = (reading: Reading, asked: boolean): Found[] =>
  answersIn(reading, asked).map((one) => ({ ...one, category: 'account', around: one, secrets: one.values }))

type Looked = Readonly<{ encrypted: boolean; asked: boolean; subject: string; settings: Settings }>

const PLAYED: ReadonlySet<Category> = new Set(['account', 'access-code', 'rule', 'list'])

/** "Kist 2: de pincode van de kluis is 5126", in the plan of an escape room. */
const asPlayed = (reading: Reading, found: readonly Found[]): readonly Found[] => {
  const index = indexTerms(reading)
  return found.map((one) =>
    PLAYED.has(one.category) && isOfGame(index, one.around) ? { ...one, category: 'game-code' } : one,
  )
}

const findingsIn = (reading: Reading, { encrypted, asked, subject, settings }: Looked): Finding[] => {
  const answers = answered(reading, asked)
  const covers = coversOf(reading.text, answers)
  const all = distinct([...foundIn(reading), ...answers])
  const found = all.length > 0 && isOnGame(reading.text, subject) ? asPlayed(reading, all) : all
  return found
    .filter(({ category }) => isReported(category, settings))
    .map((one) => {
      // Next to a file that nobody can read, a password is that file's.
      const category = encrypted && one.category === 'account' ? 'attachment' : one.category
      return {
        rule: 'password',
        category,
        place: placeAt(reading, one.start),
        excerpt: excerpt(reading, one.around.start, one.around.end, covers),
        because: BECAUSE[category],
        confidence: one.confidence,
      }
    })
}

export const password: Detector<Settings> = {
  rule: 'password',
  settings,
  inspect: (seen: Case, given) => {
    const encrypted = seen.unread.some(({ reason }) => reason === 'encrypted')
    const subject = seen.readings.find(({ role }) => role === 'subject')?.text ?? ''
    const looked = { encrypted, asked: answersAsked(seen.readings), subject, settings: given }
    return seen.readings.flatMap((reading) => findingsIn(reading, looked))
  },
}
