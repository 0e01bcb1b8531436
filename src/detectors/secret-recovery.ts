/**
 * What opens in another way than by a password: the answer to a recovery question ("eerste huisdier = Bobbie"), and the
 * turns of a safe ("links tot 40, rechts naar 12, weer links naar 77"). Both are looked for only where the text speaks of
 * such a question or of turning a lock: a spelling lesson has pets too, and a route turns left and right.
 */
import type { Reading } from './detectors.ts'
import { LOCK, RECOVERY, SECRET_HINTS } from './secret-words.ts'

type Span = Readonly<{ start: number; end: number }>
/** `label`: the words that ask for it. */
type Told = Span & Readonly<{ label: Span; confidence: number }>

const QUESTION =
  /(?:herstel|beveiligings|controle|geheime ?)vra[ag]|(?:security|recovery|secret) question|question (?:secrète|de sécurité)/iu
const ANSWER =
  /(?:huisdier|meisjesnaam|geboorteplaats|geboortestad|lievelings\p{L}{2,12}|eerste (?:school|auto|juf|meester)|first pet|maiden name|birthplace|premier animal|nom de jeune fille)(?: (?:van|de|of) (?:(?:je|mijn|de|la|votre|my|your) )?\p{L}{2,12})?\s{0,2}(?:=|:|→|is|est)\s{1,2}["'“‘]?(\p{Lu}[^\s,;.!?"'”’]{1,24})/giu

const TURNED = /kluis(?!\p{L})|(?<!\p{L})(?:brandkast|cijferslot|draaislot|safe|vault|dial|coffre|cadenas)(?!\p{L})/iu
const TURN =
  /(?<!\p{L})(?:links|rechts|left|right|gauche|droite)(?: (?!naar|tot|op|to|à)\p{L}{2,10}){0,2} (?:naar|tot|op|to|à|jusqu['’]à) \d{1,3}(?!\d)/giu
const TURNS = 3
const SPREAD = 200

const answersIn = (text: string): Told[] =>
  QUESTION.test(text)
    ? [...text.matchAll(ANSWER)].map((match) => {
        const end = match.index + match[0].length
        const start = end - match[1]!.length
        return { start, end, label: { start: match.index, end: start }, confidence: 0.88 }
      })
    : []

const turnsIn = (text: string): Told[] => {
  if (!TURNED.test(text)) return []
  const turns = [...text.matchAll(TURN)]
  const [first, last] = [turns[0], turns.at(-1)]
  if (!first || !last || turns.length < TURNS || last.index - first.index > SPREAD) return []
  const end = last.index + last[0].length
  return [{ start: first.index, end, label: { start: first.index, end: first.index }, confidence: 0.86 }]
}

export const recoveryIn = ({
  text,
  words,
}: Pick<Reading, 'text' | 'words'>): Readonly<{ answers: Told[]; turns: Told[] }> => {
  const hints = SECRET_HINTS.among(words, 0, words.length - 1)
  return { answers: hints & RECOVERY ? answersIn(text) : [], turns: hints & LOCK ? turnsIn(text) : [] }
}
