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

// "Hij stelt dan twee vragen", "klik op 'ik heb hulp nodig'": who cannot log in is asked something.
const QUESTION =
  /(?:herstel|(?:be)?veiligheids|beveiligings|controle|geheime? ?)vra[ag]|geheime? antwoord|secret answer|réponse secrète|(?:security|recovery|secret) question|question (?:secrète|de sécurité|de récupération)|(?:wachtwoord|paswoord) vergeten|hulp nodig|niet (?:inloggen|aanmelden|binnen|in geraakt)|geraak\p{L}* er niet in|mot de passe oublié|forgot (?:my |your )?password|can['’]t (?:log|sign) in/iu
const TOPIC =
  '(?:huisdier|meisjesnaam|geboorteplaats|geboortestad|lievelings\\p{L}{2,12}|favoriete? \\p{L}{3,12}|eerste (?:school|auto|juf|meester|leerkracht|lief|baas|werkgever)|(?:straat|dorp|stad|huis)(?: \\p{L}{2,6})? (?:ik|je|hij|ze) opgroei\\p{L}{1,3}|waar (?:\\p{L}{2,6} ){1,3}geboren(?: is)?|bijnaam|first (?:pet|school|car|teacher)|maiden name|birthplace|premier animal|première école|nom de jeune fille|lieu de naissance)'
const WHOSE =
  '(?: (?:van|de|of|du) (?:(?:je|mijn|de|la|votre|my|your|ma) )?\\p{L}{2,12}| (?:je |mijn )?(?:moeder|mama|vader|oma|hond|kat))?\\)?'
const ANSWER = new RegExp(
  `${TOPIC}${WHOSE}(?:\\s{0,2}(?:=|:|→|is|est)\\s{1,2}["'“‘]?|\\s?\\(|\\s(?:vul|typ|tik|antwoord|zet|geef) (?:je|ge|u|jij) (?:dan |gewoon )?["'“‘]?|,? (?:dat is|antwoord:?) ["'“‘]?)(\\p{Lu}[^,;.!?"'”’)\\n]{1,24}?)(?=[,;.!?"'”’)\\n]|\\s(?:in|en|et|and|of)\\s|$|\\s)`,
  'giu',
)

// "Het geheime antwoord is de naam van mijn hond, Bobbie"
const SECRET_ANSWER =
  /(?:geheime? antwoord|secret answer|réponse secrète|antwoord op (?:de|je|mijn|die) (?:(?:be)?veiligheids|beveiligings|controle|geheime? ?|herstel)vraag|(?:(?:be)?veiligheids|beveiligings|controle|geheime? ?|herstel)vra(?:ag|gen)[^.!?\n]{0,40}\s(?:antwoord|vul|typ|tik|zeg)\p{L}{0,4})[^.!?\n]{0,70}?(?:(?:\s(?:is|est)|:|=|,)\s["'“‘]?)(\p{Lu}[\p{L}\d'’-]{1,24})(?=[.!?"'”’)\n]|\s\(|$)/giu

const TURNED = /kluis(?!\p{L})|(?<!\p{L})(?:brandkast|cijferslot|draaislot|safe|vault|dial|coffre|cadenas)(?!\p{L})/iu
// "ge draait drie keer rechts tot 18, links 61": who turns so has a lock before him, named or not.
const TURNING = /(?<!\p{L})(?:ge)?(?:draai(?:t|en)?|tourne[rsz]?|turn)(?!\p{L})/iu
const TURN =
  /(?<!\p{L})(?:links|rechts|left|right|gauche|droite)(?: (?!naar|tot|op|to|à)\p{L}{2,10}){0,2} (?:naar|tot|op|to|à|jusque|jusqu['’]à) \d{1,3}(?![\d:]|[.,]\d|\s?(?:m|meter|km|u|uur|h)(?!\p{L}))|(?<=\d, (?:en |et |and |dan )?)(?:links|rechts|left|right|gauche|droite) \d{1,3}(?![\d:]|[.,]\d|\s?(?:m|meter|km|u|uur|h)(?!\p{L}))|(?<![\d,.])\d{1,3} (?:(?:keer|maal|x|tikken|stappen|fois|times) )?(?:naar |to the |à )?(?:links|rechts|left|right|gauche|droite)(?!\p{L})/giu
const TURNS = 3
const SPREAD = 200

const answersIn = (text: string): Told[] =>
  QUESTION.test(text)
    ? [...text.matchAll(ANSWER), ...text.matchAll(SECRET_ANSWER)].map((match) => {
        const end = match.index + match[0].length
        const start = end - match[1]!.length
        return { start, end, label: { start: match.index, end: start }, confidence: 0.88 }
      })
    : []

const turnsIn = (text: string): Told[] => {
  if (!TURNED.test(text) && !TURNING.test(text)) return []
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
