/**
 * A secret told as an answer: the question stands below in the quotation, or in the subject, and above it only the value
 * ("Krokus2027! Groetjes, An"), or what changed ("zelfde als vorig jaar maar met 26 op het eind"), which is also told to
 * who speaks of getting in. Fooled by answers to anything else, and by hours and rooms that stay the same but for a number.
 */
import type { Reading } from './detectors.ts'
import { hasPlace, setOf } from './secret-evidence.ts'
import { lookOf } from './secret-look.ts'
import { isModel } from './secret-values.ts'
import { CHANGED, SECRET_HINTS } from './secret-words.ts'

type Span = Readonly<{ start: number; end: number }>
/** `values`: what must not be shown; a change alone opens nothing. */
type Answer = Span & Readonly<{ values: readonly Span[]; confidence: number }>

const NAMED = setOf('label.account', 'label.wifi', 'label.access', 'label.noun', 'credentials')
const CODE = setOf('label.weak')
const ENTERS = setOf('enter')
const WAY = /(?<!\p{L})(?:hoe|comment|how)\s(?:(?:ge)?raak|kom|kan|moet|do|can|entrer|ouvrir)/iu
const WANTING =
  /(?<!\p{L})(?:niet|nie|kwijt|vergeten|geweigerd|pas|plus|oublié|perdu|not|can['’]t|forgot\p{L}*|lost)(?!\p{L})/iu

/** Whether a sentence of the other asks for a secret, or tells that the old one fails. */
const isAsked = ({ text, role, sentences, surroundings }: Reading): boolean =>
  (role === 'quoted' || role === 'subject') &&
  sentences.some(({ start, end, question }, at) => {
    const { here } = surroundings[at]!
    const way = (here & (CODE | ENTERS)) !== 0 || WAY.test(text.slice(start, end))
    const secret = (here & NAMED) !== 0 || (way && hasPlace(surroundings[at]!))
    return secret && (question || (role === 'quoted' && WANTING.test(text.slice(start, end))))
  })

/** Whether the letter answers somebody who asked for a secret. */
export const answersAsked = (readings: readonly Reading[]): boolean => readings.some(isAsked)

const LEAD =
  /^(?:hoi|hey|hallo|dag|ha|beste|bonjour|salut|hi|hello|ok[ée]?|ja|oui|yes|sorry|dat|dit|het|tis|'t|is|c['’]est|it['’]s|nu|nog|altijd|steeds|weer|gewoon|nieuwe?|toujours|still|voilà|hier|[:=-]|\p{Lu}\p{Ll}+[,:!]?)[,:!]?$/iu
const MOST_WORDS = 9
const LONGEST_LEAD = 6
const LINES = 3

const isBare = (core: string): boolean => {
  const look = lookOf(core)
  if (look === 'certain' || look === 'strong') return !isModel(core)
  return look === 'digits' && /^[*#]?\d{4,8}[*#]?$/.test(core) && !/^(?:19|20)\d\d$/.test(core)
}

/** A line that holds a value and next to nothing else. */
const valueIn = (line: string, from: number): Answer | undefined => {
  const words = [...line.matchAll(/\S+/g)]
  for (const { 0: word, index } of words.slice(0, LONGEST_LEAD)) {
    const core = word.replace(/^["'“„‘«(*]{1,3}/, '').replace(/[.,;:)"'”’»*]{1,3}$/, '')
    if (isBare(core) && (words.length <= MOST_WORDS || lookOf(core) === 'certain')) {
      const value = { start: from + index, end: from + index + word.length }
      return { ...value, values: [value], confidence: 0.82 }
    }
    if (!LEAD.test(word)) return undefined
  }
  return undefined
}

/** The value at the head of the letter. */
const bareIn = (text: string): Answer[] => {
  let from = 0
  let seen = 0
  for (const line of text.slice(0, 400).split('\n')) {
    if (line.trim() !== '' && seen++ < LINES) {
      const value = valueIn(line, from)
      if (value) return [value]
    }
    from += line.length + 1
  }
  return []
}

const STAYS =
  '(?:(?:het |de |dat ?)?zelfde|idem|onveranderd|nog (?:altijd|steeds)|zoals (?:vorige?|vroeger|altijd|anders)|même chose|(?:le|la) même|same|as before|unchanged)'
const BUT = '(?:maar|alleen|enkel|behalve|mais|sauf|but|except|only)'
const SIGN =
  "(?:\\d{1,4}|hoofdletter|uitroepteken|vraagteken|hekje|jaartal|point d['’]exclamation|majuscule|exclamation mark|capital)"
const DIFFERS = `(?:(?:met|en|avec|with)\\s(?:\\p{L}{1,5}\\s){0,2}${SIGN}|(?:eindigt|eindigend|se termine|ends|ending)\\s\\p{L}{2,4}\\s\\d{1,4}|(?:de|het|le|la|the)\\s\\d{1,4}\\s(?:is|wordt|werd|devient|becomes)\\s(?:(?:nu|een|un|maintenant|now|a)\\s){0,2}\\d{1,4}|\\d{1,4}\\s(?:op het (?:eind|einde)|achteraan|erachter|in plaats van|ipv|au lieu de|à la fin|instead of|at the end))`
const CHANGE = new RegExp(
  `(?<!\\p{L})${STAYS}(?!\\p{L})[^.!?\\n]{0,50}?(?<!\\p{L})${BUT}\\s[^.!?\\n]{0,40}?${DIFFERS}`,
  'iu',
)
// Of hours, rooms, prices and games a number may differ too.
const OTHER = setOf('ledger', 'place', 'lesson', 'play')

const changesIn = ({ text, words, sentences, surroundings }: Reading, asked: boolean): Answer[] =>
  sentences.flatMap((sentence, at): Answer[] => {
    if ((SECRET_HINTS.among(words, sentence.first, sentence.last) & CHANGED) === 0) return []
    const around = surroundings[at]!
    if (around.here & OTHER || !(asked || (around.here | around.near) & (NAMED | ENTERS))) return []
    const match = CHANGE.exec(text.slice(sentence.start, sentence.end))
    if (!match) return []
    const start = sentence.start + match.index
    return [{ start, end: sentence.end, values: [], confidence: 0.82 }]
  })

/** What a letter tells in answer; `asked`: whether somebody asked for a secret. */
export const answersIn = (reading: Reading, asked: boolean): Answer[] =>
  reading.role === 'own' ? [...(asked ? bareIn(reading.text) : []), ...changesIn(reading, asked)] : []
