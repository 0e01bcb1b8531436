/**
 * The language of the sender's own words, told by the small words that every sentence has.
 *
 * Three languages need no n-gram model: a general detector costs 170 MB of memory here and guesses no better on mail.
 */
import { LANGUAGES, type Language } from './languages.ts'
import { numberPerSpelling } from './spellings.ts'
import { tokenise, type Word } from './words.ts'

// Words of one language only: "de", "en", "on", "is", "in" and "me" stand in two and tell nothing.
const TELLING: Readonly<Record<Language, string>> = {
  nl: `het een van en de ik je jij we wij ze zij hij u uw jullie ons onze hun niet wel nog ook maar dat die deze dit wat
    voor met naar bij aan op om te zijn was waren wordt worden heb hebt heeft hebben kan kunnen zal zullen moet moeten
    mag graag beste dag groeten groetjes vriendelijke dank bedankt als dan omdat toen er geen veel meer morgen vandaag`,
  fr: `le la les des du une et est sont pas ne je tu il elle nous vous ils elles votre vos notre nos mon ma mes ce cette
    ces qui que quoi dont où avec pour dans sur chez par mais ou donc bonjour merci cordialement bien à été être avoir
    ont avez sera seront aux au leur leurs très plus demain aujourd'hui madame monsieur`,
  en: `the and is are was were you your we our they their he she his her it its this that these those with for from to
    of on at by be been has have had will would can could should not but or if when please thank thanks dear hello
    kind regards best there what which who tomorrow today`,
}

const VOTES = new Map<string, Language[]>()
for (const language of LANGUAGES) {
  for (const { folded } of tokenise(TELLING[language])) VOTES.set(folded, [...(VOTES.get(folded) ?? []), language])
}

// The first few hundred words tell; more only cost time.
const LOOK_AT = 1_500
const ENOUGH = 3

/** Of how many languages is the word? One tells, by its number from 1; 0 for what tells nothing. */
const voteOf = numberPerSpelling<Word>(({ folded }) => {
  const known = VOTES.get(folded)
  return known?.length === 1 ? LANGUAGES.indexOf(known[0]!) + 1 : 0
})

/** "Bedankt!" and "ok" are too short to tell: then the school's own language counts. */
export const languageOf = (text: string, otherwise: Language): Language => {
  const votes = LANGUAGES.map(() => 0)
  for (const word of tokenise(text.slice(0, LOOK_AT))) {
    const vote = voteOf(word)
    if (vote > 0) votes[vote - 1]! += 1
  }
  const most = Math.max(...votes)
  const first = votes.indexOf(most)
  const second = Math.max(...votes.filter((_, i) => i !== first))
  return most >= ENOUGH && most >= 2 * second ? LANGUAGES[first]! : otherwise
}
