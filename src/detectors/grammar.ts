/** The small words of grammar, as sets: too frequent for a lexicon to report each one. All folded. */

// A verb or preposition that binds a sensitive word to the person of the sentence.
export const SAYS: ReadonlySet<string> = new Set(
  'heeft hebben had hadden heb is zijn was waren werd werden wordt worden krijgt kreeg krijgen kregen volgt volgde lijdt diagnose verblijft slikt neemt nam wegens omwille vanwege door ivm nav sinds last kampt worstelt blijkt bleek vertoont gaat ging zit zat ligt gekend bekend doet deed moet nood nodig kan kunnen komt eet draagt gebruikt voelt vertelde vertelt verteld a est prend suit souffre has have takes suffers been needs got uses gediagnosticeerd gediagnostiseerd vermoeden vermoedt vermoedelijk atteint atteinte diagnostique diagnostiquee'.split(
    ' ',
  ),
)

// Third person: whoever the sentences before spoke of.
export const PRONOUNS: ReadonlySet<string> = new Set(
  "hij zij ze haar zijn hem hijzelf zichzelf zich diens mama papa moeder vader ouders gezin thuis kind il elle lui son sa ses she he her his him himself herself their leerling jongen meisje enfant l'enfant l'eleve".split(
    ' ',
  ),
)

// Yours, mine, his: whose child or parent it is stands beside it.
export const BELONGS: ReadonlySet<string> = new Set(
  'uw je jouw jullie mijn onze ons votre vos ton ta tes mon ma notre your my our broer broertje zus zusje zoon zoontje dochter dochtertje jongetje meisje meiske manneke ventje kleuter oma opa bomma bompa tante oom nonkel pleegouders stiefvader stiefmoeder plusmama pluspapa frere soeur mere pere fille fils mum dad mother father son daughter brother sister'.split(
    ' ',
  ),
)

// Asked or supposed, not said.
export const SUPPOSES: ReadonlySet<string> = new Set(
  'als indien wanneer mocht eventuele eventueel if whether si lorsque ingeval'.split(' '),
)

// Nobody or everybody: no one child.
export const MANY: ReadonlySet<string> = new Set(
  'niemand iedereen allemaal sommige sommigen kinderen leerlingen lln kleuters ouders mensen wie elk elke ieder iedere personne certains eleves enfants tous nobody everybody everyone some children pupils students people'.split(
    ' ',
  ),
)

// Somebody else than a pupil is the subject.
export const OTHERS: ReadonlySet<string> = new Set(
  'juf juffrouw meester meneer mevrouw mevr mw dhr collega leerkracht docent directeur mentor madame monsieur teacher colleague stagiair stagiaire ik wij mijn mezelf je'.split(
    ' ',
  ),
)

// Capitalised words that are nobody's name.
export const NO_NAMES: ReadonlySet<string> = new Set(
  'smartschool magister somtoday parnassys teams clb school frans engels nederlands duits latijn wiskunde maandag dinsdag woensdag donderdag vrijdag januari februari maart april mei juni juli augustus september oktober november december klas groep met van de het een is ik wij u of en in op voor vriendelijke groeten mama papa moeder vader ouder ouders naam voornaam achternaam klas groep straat nummer telefoon adres opmerking opmerkingen'.split(
    ' ',
  ),
)
