/**
 * Log-in data asked for without the word: "waarmee u zich aanmeldt", "wat je intikt om in te loggen", "allebei de
 * vakjes". Fooled by questions about the device, the browser or the way of logging in.
 */
import type { TermHit } from './lexicon.ts'
import type { Sentence } from './sentences.ts'
import type { TermIndex } from './term-index.ts'

const WHEREWITH =
  /\b(?:waarmee (?:je|jij|u|ge|jullie|hij|zij|ze)|(?:wat|hetgeen|alles wat) (?:je|jij|u|ge|jullie)(?: \p{L}+){0,3} (?:in ?tik\w*|in ?typ\w*|in ?vul\w*|in ?geef\w*|tikt?|typt?|geeft|vult|gebruikt?|nodig hebt)|hoe (?:je|jij|u|jullie)|ce que (?:tu|vous) (?:tape[sz]|encode[sz]|utilise[sz]|entre[sz])|avec quoi (?:tu|vous)|what (?:you|do (?:I|we|you)|should I) (?:type|use|enter|fill in|press|key in|put in)|wat (?:tik|tikt|typ|typt|toets|duw|vul|moet|moest) (?:ik|we|wij)(?: \p{L}+){0,3}|qu['’]est-ce que je (?:tape|dois taper|mets)|de gegevens waarmee|(?:de|het) (?:geheime )?(?:zin(?:netje)?|woord(?:je)?|cijfers|reeks|combinatie) (?:die|dat|waarmee) (?:je|u|jullie|ge))\b/iu
const FIELDS =
  /\b(?:(?:allebei|beide|alle twee|de twee|twee) (?:de )?(?:vakjes|velden|regels|dingen)|les deux (?:champs|cases)|both (?:boxes|fields|lines))\b/i
/** The writer will log in under the other's name. */
export const AS_YOU =
  /\b(?:log|meld|ga|kan|kom|raak) ik (?:\p{L}+ ){0,5}(?:als (?:u|jou|jij|jullie)|(?:in|onder|op) (?:uw|jouw|jullie) (?:naam|account|plaats))|\bin (?:uw|jouw|jullie) plaats\b|\bals (?:u|jou|jij) in\b|\bje me connecterai\b|(?<!\p{L})à votre place\b|\bsign in as you\b|\blog in as you\b|\b(?:go|get|am|be) in as you\b/iu
const LOGS_IN = /^(?:inlog|log|ingelogd|aanmelden$|aangemeld|aan te melden|meld|connec|sign)/
const OTHER_MEANS = /\b(?:toestel|laptop|tablet|browser|computer|gsm|app|versie|appareil|navigateur|device)\b/i

// "je inlog" is name and password together; a code by text message is as good as one.
const NAMED =
  /\b(?:(?:je|jouw|uw|jullie) (?:eigen )?(?:inlog|toegangswoord|geheime (?:zin|woord|code)|geheim woord)|(?:le|votre|ton) mot secret|(?:la|votre|ta) phrase secrète|your secret (?:word|phrase))(?!\p{L})/iu
const TEXTED =
  /\b(?:sms|sms'je|tekstbericht|texto|text message)(?: \p{L}+){0,4} (?:met|van|avec|with) (?:een |un |a )?(?:vier|vijf|zes|acht|quatre|six|four|[4-8])?[ -]?(?:cijfer(?:s|code)?|cijferige code|code|chiffres|digits?)\b/iu

const credentials = (start: number, term: string): TermHit => ({
  class: 'password.credentials',
  term,
  start,
  end: start + term.length,
  first: 0,
  last: 0,
})

const MACHINE =
  '\\p{L}*(?:laptop|computer|pc|chromebook|tablet|ipad|toestel|gsm|telefoon|account|mailbox|postbus|puntenboek|agenda|smartschool|magister|somtoday|parnassys|map|bestand|kluisje|kastje|ordi|portable|compte|fichier|phone|file|folder|gradebook)'
// "hoe ik je laptop van het slot krijg", "hoe geraak ik in jouw puntenboek": the way in is asked, and it is theirs.
const WAY_IN = new RegExp(
  `(?<!\\p{L})(?:hoe|comment|how)\\s(?:\\p{L}+\\s){0,4}(?:je|jouw|uw|ton|ta|votre|your)\\s${MACHINE}(?!\\p{L})`,
  'iu',
)
const INSIDE =
  /(?<!\p{L})(?:(?:ge)?raak|kom|krijg|ontgrendel\p{L}*|van (?:het )?slot|ouvrir|entrer|déverrouiller|unlock|get into|open)(?!\p{L})/iu

const wayIn = (words: string): RegExpExecArray | null => {
  const way = WAY_IN.exec(words)
  return way && INSIDE.test(words) ? way : null
}

/** "waarmee u zich aanmeldt, allebei de vakjes": log-in data without the word; "hoe je inlogt" only with more beside it. */
export const paraphrased = (secrets: TermIndex, { start, end }: Sentence): TermHit | undefined => {
  const words = secrets.reading.text.slice(start, end)
  const plain = NAMED.exec(words) ?? TEXTED.exec(words) ?? wayIn(words)
  if (plain) return credentials(start + plain.index, plain[0])
  const told = WHEREWITH.exec(words)
  if (!told) return undefined
  const fields = FIELDS.test(words)
  const asYou = AS_YOU.test(secrets.reading.text.slice(start, end + 120))
  const login = secrets
    .all('password.login')
    .find((hit) => hit.start >= start && hit.end <= end && LOGS_IN.test(hit.term))
  const near =
    login !== undefined ||
    /\b(?:aanmeld|inlog|wi-?fi|online|unlock|binnenkom|binnengeraak|binnenraak|binnen te|connecte|déverrouill)\p{L}*|(?<!\p{L})(?:ouvrir|ouvre[sz]?|démarre\p{L}{0,2}) (?:ta|ton|votre|la|le|l['’])\s?(?:session|ordi|ordinateur|pc|poste|compte)|(?<!\p{L})ouvrir une session/iu.test(
      words,
    )
  if (!(near || (fields && asYou)) || (/^hoe/i.test(told[0]) && !fields && !asYou)) return undefined
  if (OTHER_MEANS.test(words.slice(told.index)) && !fields && !asYou) return undefined
  return credentials(start + told.index, told[0])
}
