/**
 * The language of the sender's own words, told by the small words that every sentence has.
 *
 * Three languages need no n-gram model: a general detector costs 170 MB of memory here and guesses no better on mail.
 */
import { LANGUAGES, type Language } from './languages.ts'
import { tokenise } from './words.ts'

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

/** "Bedankt!" and "ok" are too short to tell: then the school's own language counts. */
export const languageOf = (text: string, otherwise: Language): Language => {
  const votes = new Map<Language, number>(LANGUAGES.map((language) => [language, 0]))
  for (const { folded } of tokenise(text.slice(0, LOOK_AT))) {
    const known = VOTES.get(folded)
    if (known?.length === 1) votes.set(known[0]!, votes.get(known[0]!)! + 1)
  }
  const [first, second] = [...votes].sort(([, a], [, b]) => b - a) as [[Language, number], [Language, number]]
  return first[1] >= ENOUGH && first[1] >= 2 * second[1] ? first[0] : otherwise
}
