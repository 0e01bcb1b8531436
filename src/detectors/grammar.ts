/** The small words of grammar: too frequent for a lexicon to report each one. All folded. */
import { numberPerSpelling, type Word } from '../message/message.ts'

const KINDS: Readonly<{ bit: number; words: ReadonlySet<string> }>[] = []

/** Kinds of words, each a bit, so that a word is looked up once for all of them. */
const kind = (words: string): number => {
  const bit = 1 << KINDS.length
  KINDS.push({ bit, words: new Set(words.split(' ')) })
  return bit
}

// A verb or preposition that binds a sensitive word to the person of the sentence.
export const SAYS = kind(
  'heeft hebben had hadden heb is zijn was waren werd werden wordt worden krijgt kreeg krijgen kregen volgt volgde lijdt diagnose verblijft slikt neemt nam wegens omwille vanwege door ivm nav sinds last kampt worstelt blijkt bleek vertoont gaat ging zit zat ligt gekend bekend doet deed moet nood nodig kan kunnen komt eet draagt gebruikt voelt vertelde vertelt verteld a est prend suit souffre has have takes suffers been needs got uses gediagnosticeerd gediagnostiseerd vermoeden vermoedt vermoedelijk atteint atteinte diagnostique diagnostiquee',
)

// Third person: whoever the sentences before spoke of.
export const PRONOUNS = kind(
  "hij zij ze haar zijn hem hijzelf zichzelf zich diens mama papa moeder vader ouders gezin thuis kind il elle lui son sa ses she he her his him himself herself their leerling jongen meisje enfant l'enfant l'eleve",
)

// Somebody else than who writes.
export const THIRD = kind(
  "hij zij ze haar hem hijzelf zichzelf diens mama papa moeder vader ouders kind leerling jongen meisje uw zoon dochter il elle lui son sa ses fils fille enfant l'enfant l'eleve she he her him his himself herself child pupil",
)

// Yours, mine, his: whose child or parent it is stands beside it.
export const BELONGS = kind(
  'uw je jouw jullie mijn onze ons votre vos ton ta tes mon ma notre your my our broer broertje zus zusje zoon zoontje dochter dochtertje jongetje meisje meiske manneke ventje kleuter oma opa bomma bompa tante oom nonkel pleegouders stiefvader stiefmoeder plusmama pluspapa frere soeur mere pere fille fils mum dad mother father son daughter brother sister',
)

// Asked or supposed, not said.
export const SUPPOSES = kind('als indien wanneer mocht eventuele eventueel if whether si lorsque ingeval')

// Nobody or everybody: no one child.
export const MANY = kind(
  'niemand iedereen sommige sommigen kinderen leerlingen lln kleuters ouders mensen wie elk elke ieder iedere personne certains eleves enfants tous nobody everybody everyone some children pupils students people',
)

// All of them, or all of it.
export const ALL = kind('allemaal')

// Somebody else than a pupil is the subject.
export const OTHERS = kind(
  'juf juffrouw meester meneer mevrouw mevr mw dhr collega leerkracht docent directeur mentor madame monsieur teacher colleague stagiair stagiaire ik wij mijn mezelf je',
)

// Capitalised words that are nobody's name.
export const NO_NAMES: ReadonlySet<string> = new Set(
  'smartschool magister somtoday parnassys teams clb school frans engels nederlands duits latijn wiskunde maandag dinsdag woensdag donderdag vrijdag januari februari maart april mei juni juli augustus september oktober november december klas groep met van de het een is ik wij u of en in op voor vriendelijke groeten mama papa moeder vader ouder ouders naam voornaam achternaam klas groep straat nummer telefoon adres opmerking opmerkingen'.split(
    ' ',
  ),
)

const kindsOf = numberPerSpelling(({ folded }: Pick<Word, 'folded' | 'spelling'>) =>
  KINDS.reduce((bits, { bit, words }) => (words.has(folded) ? bits | bit : bits), 0),
)

/** Whether one of the words from `first` to `last` is of a kind. */
export const holdsKind = (words: readonly Word[], kind: number, first: number, last: number): boolean => {
  for (let i = first; i <= last; i++) if ((kindsOf(words[i]!) & kind) !== 0) return true
  return false
}
