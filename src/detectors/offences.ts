/** Offensive words in the frames that make them offend: to somebody, of a group, as a condition or a threat. */
import type { Reading } from './detectors.ts'
import type { TermHit } from './lexicon.ts'
import { impliedOffences } from './offence-evidence.ts'
import { framesIn } from './offence-frames.ts'
import {
  isQuoted,
  isReported,
  isTaught,
  type Offence,
  type OffenceCategory,
  of,
  type Said,
  words,
} from './offence-sense.ts'
import { isPlayLine, playLinesIn } from './parts-played.ts'
import { type Sentence, sentenceAt } from './sentences.ts'
import { oncePerReading } from './text-memory.ts'

export type { Offence, OffenceCategory } from './offence-sense.ts'

/** Own words count; what is quoted, and the small print, does not. */
export const isWritten = ({ role }: Reading): boolean =>
  role !== 'quoted' && role !== 'disclaimer' && role !== 'signature'

/** Words that open a frame; the others (groups, prices, lessons) matter only beside one of these. */
const OPENERS = [
  ...['insult', 'racist', 'hate', 'threat', 'sexual', 'intimidation'].map((kind) => `prohibited.${kind}`),
  ...[
    'generalise',
    'exclude',
    'curse',
    'condition',
    'favour',
    'remark',
    'violence',
    'vermin',
    'expel',
    'shun',
    'hold',
    'veiled',
    'veiled-weak',
  ].map((kind) => `prohibited.${kind}`),
]

const BEFORE_SLUR = 6

const YOU =
  /\b(?:jij bent|je bent|u bent|bent u|ben jij|ben je|gij zijt|ge zijt|zijt ge|jullie zijn|zijn jullie|tu es|t'es|vous etes|you are|you're|ur)\b/
const VOCATIVE =
  /\b(?:vuile|vieze|stomme|domme|achterlijke|gore|smerige|lelijke|luie|verdomde|stelletje|bende|espece de|bande de|sale|sales|fucking|you|jij|jullie|gij|stuk|rotte|pauvre)(?: (?:vuile|vieze|stomme|domme|dikke|lelijke|luie|oude|stupid|fucking|dirty)){0,2}$/
const EXCLAIMED = /\bwat (?:een|zijn) (?:[a-z]{1,14} ){0,2}$/
const OF_YOU = /^(?:\w+ ){0,2}(?:ben|zijt|bent|zijn) (?:jij|je|u|gij|ge|jullie)\b|^van (?:een|ne) /
const NOT = /\b(?:niet|geen|nooit|not|pas|never|helemaal niet)\b/
const MILD = new Set(
  'dom domme dumb stupid gek zot zak kip koe geit hond aap ezel nul dikke pot zielig lelijk luie homo autist nicht con dief leugenaar varken heks'.split(
    ' ',
  ),
)
// Said of somebody who is not there: "wat een trut", "die sukkel van groep 4", "zo'n stuk vreten".
const OF_THIRD =
  /\b(?:wat een|zo'n|zo een|die|dat|dit|quel|quelle|cette|what a|such a|that)(?: (?:echte|enorme|grote|ongelooflijke)){0,1}((?: (?:vuile?|vie[sz]e?|stom(?:me)?|dom(?:me)?|achterlijke?|goor|gore|smerige?|lelijke?|luie?|lomp|lompe|waardelo(?:os|ze)|oude?|fucking|stupid|lazy|sale)){0,3})$/
// Animals, tools and figures of stories: an insult of a third person only behind a hard word.
const AMBIGUOUS = new Set(
  'monster parasiet eikel rat teef tuig kreng psycho lul rund kwal serpent stommeling'.split(' '),
)
// "wat een waardeloos mens": a hard word before any word for a person.
const HARD =
  /^(?:waardelo(?:os|ze)|walgelijke?|achterlijke?|incapabele?|gestoorde?|onbekwame?|worthless|disgusting|pathetic)$/
const PERSON =
  /^(?:mens|wijf|vent|vrouw|man|figuur|schepsel|volk|leraar|lerares|juf|meester|collega|directeur|directrice|stuk|person|woman|teacher|colleague)$/

const isOfThird = (reading: Reading, hit: TermHit, before: string): number => {
  const frame = OF_THIRD.exec(before)
  if (!frame) return 0
  const word = reading.words[hit.last]!.folded
  // "die sukkel van een printer" is a printer.
  const after = words(reading, hit.last + 1, hit.last + 4)
  if (/^(?:van een|of a)\b/.test(after) && !PERSON.test(after.split(' ')[2] ?? '')) return 0
  if (HARD.test(word)) return PERSON.test(reading.words[hit.last + 1]?.folded ?? '') ? 0.78 : 0
  if (hit.first === hit.last && /^(?:dom|domme|stomme|luie|dikke|zielig|lelijk|gek|gestoord)/.test(word)) return 0
  const hard = frame[1] !== ''
  if ((MILD.has(word) || AMBIGUOUS.has(word)) && hit.first === hit.last) return hard && !TENDER.has(word) ? 0.7 : 0
  return hard ? 0.82 : 0.72
}

// "you" right before an ordinary adjective or noun is no curse.
const TENDER = new Set('gek zot homo autist pot dikke lekker'.split(' '))

const isSlur = (reading: Reading, hit: TermHit): number => {
  const before = words(reading, hit.first - BEFORE_SLUR, hit.first)
  const after = words(reading, hit.last + 1, hit.last + 5)
  const word = reading.words[hit.first]!.folded
  if (OF_YOU.test(after) && EXCLAIMED.test(`${before} `)) return 0.85
  const you = YOU.exec(before)
  if (you) {
    const between = before.slice(you.index + you[0].length)
    if ((TENDER.has(word) && !/\been\b/.test(between)) || word === 'monster') return 0
    if (NOT.test(between) || /\b(?:dat|die|over|voor|met|op|als|naar|om|bij|in)\b/.test(between)) return 0
    return MILD.has(word) ? 0.78 : 0.88
  }
  if (VOCATIVE.test(before) && !TENDER.has(word)) {
    const bare = /\b(?:jij|jullie|gij|you)$/.test(before)
    return bare && MILD.has(word) ? 0.55 : 0.8
  }
  return isCalled(before, word, reading.sentences, hit) ? 0.72 : isOfThird(reading, hit, before)
}

// "Onze directeur is een slappe vaatdoek", "Rita? Een zuurpruim."
const IS_ONE =
  /\b(?:is|was|blijft|blijven|est|is a|was a)(?: (?:en blijft|gewoon|echt|toch|altijd|maar|eigenlijk|vraiment|really|just)){0,2} (?:een|nen|ne|un|une|a|an)(?: (?:echte|grote|enorme|ongelooflijke|slappe|luie|vuile|oude|complete|total|real|vrai|vraie)){0,2}$/

/** Somebody who is not there is called so, by a word that is nothing but an insult. */
const isCalled = (before: string, word: string, sentences: readonly Sentence[], hit: TermHit): boolean => {
  if (MILD.has(word) || AMBIGUOUS.has(word) || ROUND.has(word)) return false
  const { first } = sentences[sentenceAt(sentences, hit.start)]!
  return IS_ONE.test(before) || (hit.first === first + 1 && /(?:^| )(?:een|nen|ne)$/.test(before))
}

// Said of a play, of an attempt, of oneself: too mild without a person behind it.
const ROUND = new Set(
  'loser nul onnozel kluns knoeier prutser zielig kreng idioot marginaal waardeloos gestoord debiel'.split(' '),
)

const TAUGHT = new Set(['racist', 'discriminatory', 'hate', 'sexual'])

/** Plain offences of the class's category; reported ones and quotations are somebody else's. */
const plain = (said: Said, reading: Reading, earlier: boolean): Offence[] =>
  said.hits.flatMap((hit): Offence[] => {
    const match = hit.class.endsWith('.plain') ? /^prohibited\.([a-z]+)\.plain$/.exec(hit.class) : null
    if (!match || isQuoted(reading.text, hit.start, hit.end)) return []
    const category = match[1] as OffenceCategory
    if (isReported(said, reading, hit.first) || (earlier && category !== 'threat')) return []
    if (TAUGHT.has(category) && isTaught(said, reading)) return []
    // "Ik vermoord je als je nog eens het laatste koekje opeet ;-)"
    if (category === 'threat' && JEST.test(reading.text.slice(hit.end, said.sentence.end + 4))) return []
    return [{ category, start: hit.start, end: hit.end, confidence: SURE[category] }]
  })

const SURE: Record<OffenceCategory, number> = {
  insult: 0.9,
  racist: 0.92,
  discriminatory: 0.8,
  hate: 0.9,
  threat: 0.86,
  sexual: 0.86,
  intimidation: 0.78,
}

// "Waarin hij zijn knecht een luie hond noemt": Dutch tells at the end who says it.
const NAMED = /^(?:\w+ ){0,2}(?:noemt|noemde|noemden|genoemd|uitgescholden)\b/

// A wink takes the sting out of what was mild.
const LEAST = 0.65
const JEST = /[;:]-?[)Pp](?!\w)/

const slurs = (said: Said, reading: Reading): Offence[] => {
  return of(said, 'prohibited.insult.slur').flatMap((hit): Offence[] => {
    const after = words(reading, hit.last + 1, hit.last + 4)
    const others =
      isReported(said, reading, hit.first) || NAMED.test(after) || isQuoted(reading.text, hit.start, hit.end)
    const confidence = others
      ? 0
      : isSlur(reading, hit) - (JEST.test(reading.text.slice(hit.end, hit.end + 40)) ? 0.1 : 0)
    return confidence < LEAST ? [] : [{ category: 'insult', start: hit.start, end: hit.end, confidence }]
  })
}

/** Disease curses: a disease in front of another word, in one piece or two ("kankerschool", "tyfus mongool"). */
const DISEASE = /^(?:kanker|tering|tyfus|tyfes|kolere|klere|pleuris)(?=[a-z]{3,})/
// The illness itself, its treatment, and everyday words that begin so.
const ILLNESS =
  /^(?:kanker(?:s|en|cel|cellen|patient|patienten|onderzoek|onderzoeker|bestrijding|fonds|behandeling|therapie|diagnose|centrum|vereniging|soort|soorten|verwekkend|verwekkende|gezwel|kind|kinderen|dag|stichting|registratie|screening|risico|remmer|remmend|organisatie|project|thema|lotgenoten|afdeling|medicijn|medicijnen|specialist|preventie|beeld|vorm|vormen|vrij|genezing|zorg|actie|benefiet|loop|tumor)|tyfus(?:epidemie|vaccin|vaccinatie|koorts)|tering(?:lijder|patient))/
const curses = (reading: Reading): Offence[] =>
  reading.index.all('prohibited.curse').flatMap((hit): Offence[] => {
    const word = reading.words[hit.first]!
    if (!DISEASE.test(word.folded) || ILLNESS.test(word.folded)) return []
    return isQuoted(reading.text, word.start, word.end)
      ? []
      : [{ category: 'insult', start: word.start, end: word.end, confidence: 0.85 }]
  })

// Written with a sign in it so that no machine reads it: "k*tvolk", "h*er", "n*gger".
const MASKED =
  /(?<![\p{L}*])(?:(?:k[*#@]t|kl[*#@]te|k[*#@]nker|t[*#@]ring|r[*#@]t)-?(?:volk|wijf|kind|jong|juf|leraar|school|homo|mens|vrouw|vent|ouder|directeur|collega|marok|turk|jood|neger)|h[*#@]{1,2}r(?![\p{L}*])|n[*#@]{1,2}ge?r|f[*#@]{1,3}ck? (?:you|jou)|sl[*#@]t(?![\p{L}*])|kl[*#@]{1,2}tz|b[*#@]tch)/giu
const masked = ({ text }: Reading): Offence[] => {
  if (!/[*#@]/.test(text)) return []
  return [...text.matchAll(MASKED)].flatMap((match): Offence[] => {
    const [start, end] = [match.index, match.index + match[0].length]
    return isQuoted(text, start, end) ? [] : [{ category: 'insult', start, end, confidence: 0.8 }]
  })
}

const ORIGINS =
  /^(?:marokk|turk|neger|zwart|jood|joden|moslim|buitenland|vreemdeling|allochto|vluchtel|asiel|migrant|zigeuner|roma|polen|bulgar|roemen|oekrai|syri|afghan|somal|afrik|arab|chinez|noir|juif|musulm|etrang|immigr|gitan|roms|muslim|jews|blacks|foreign|gyps)/

/** "Marokkanen zijn allemaal dieven", "wij willen hier geen zwarten": a judgement on everyone of a kind. */
const generalisations = (said: Said, reading: Reading): Offence[] => {
  const verdicts = [...of(said, 'prohibited.generalise'), ...exclusions(said)]
  if (verdicts.length === 0 || isReported(said, reading) || isTaught(said, reading)) return []
  const groups = [...of(said, 'prohibited.group'), ...of(said, 'prohibited.group-common')]
  return verdicts.flatMap((verdict): Offence[] => {
    const group = groups.find(
      (g) => g.first <= verdict.last && verdict.first - g.last <= 5 && g.first >= verdict.first - 8,
    )
    if (!group || isQuoted(reading.text, verdict.start, verdict.end)) return []
    // "vrouwen zijn allemaal welkom", "zijn gewoon mensen": the words after decide.
    const rest = words(reading, verdict.last + 1, verdict.last + 5)
    if (/^(?:zijn (?:allemaal|allen|gewoon|nu eenmaal)|are all)$/.test(verdict.term) && !NASTY.test(rest)) return []
    if (NOT.test(words(reading, group.last + 1, verdict.first))) return []
    const category = ORIGINS.test(reading.words[group.first]!.folded) ? 'racist' : 'discriminatory'
    return [{ category, start: Math.min(group.start, verdict.start), end: verdict.end, confidence: 0.82 }]
  })
}

const NASTY =
  /\b(?:die(?:f|ven)|hetzelfde|crimine\w*|dom\w*|lui\w*|vuil\w*|vies\w*|leugenaars?|profiteurs?|parasieten|terroristen|tuig|uitschot|achterlijk\w*|gevaarlijk\w*|agressief|agressieve|minder\w*|ziek\w*|slecht\w*|hetzelfde|onbetrouwbaar\w*|geboren|te|niet|thieves|criminals?|liars|lazy|dirty|stupid|terrorists|hoeren|sletten|emotioneel|hysterisch|zwak\w*|ongeschikt)\b/

const exclusions = (said: Said): TermHit[] =>
  of(said, 'prohibited.exclude-context').length > 0 ? of(said, 'prohibited.exclude') : []

/** "Wat zie je er lekker uit in dat rokje": a remark on the body of whoever reads it. */
const advances = (said: Said, reading: Reading): Offence[] => {
  const heat = of(said, 'prohibited.heat')
  const frames = of(said, 'prohibited.sexual.addressed')
  const hit = frames.find((frame) => heat.some((h) => h.first > frame.last - 2 && h.first - frame.last <= 7))
  const word = hit && heat.find((h) => h.first > hit.last - 2 && h.first - hit.last <= 7)
  if (
    !hit ||
    !word ||
    isReported(said, reading) ||
    isTaught(said, reading) ||
    isQuoted(reading.text, hit.start, hit.end)
  )
    return []
  const loud =
    /^(?:sexy|geil|naakt|nude|naked|lingerie|ondergoed|strelen|borsten|billen|lichaam|lijf|rokje|decollete|bloot)/.test(
      reading.words[word.first]!.folded,
    )
  const frame = /rokje|jurkje|strakke|alleen zijn|korte rok/.test(
    said.hits
      .filter((h) => h.class === 'prohibited.sexual.addressed')
      .map((h) => h.term)
      .join(),
  )
  if (!loud && !frame) return []
  return [{ category: 'sexual', start: hit.start, end: word.end, confidence: 0.76 }]
}

/** "Je bent te dom om voor de klas te staan": belittling without a swear word. */
const BELITTLES =
  /\b(?:je|jij|u|ge|gij|jullie) (?:bent|zijt|zijn) (?:echt |gewoon |veel |duidelijk |zo |toch ){0,2}te (?:dom|stom|lui|dik|lelijk|achterlijk|onnozel|zwak)\b|\b(?:tu es|vous etes) (?:vraiment )?trop (?:con|bete|stupide|nul)\b|\byou(?: are|'re) (?:just |far |really ){0,2}too (?:stupid|dumb|fat|ugly|lazy)\b|\b(?:jij|je|u) (?:kan|kunt|kent) (?:ook )?(?:echt )?(?:helemaal )?niets?\b(?! (?:aan|meer|anders|voor))/
const belittling = (said: Said, reading: Reading): Offence[] => {
  const { sentence } = said
  const folded = words(reading, sentence.first, sentence.last + 1)
  if (!BELITTLES.test(folded) || isReported(said, reading) || isQuoted(reading.text, sentence.start + 1, sentence.end))
    return []
  return [{ category: 'insult', start: sentence.start, end: sentence.end, confidence: 0.8 }]
}

const LOSS =
  /\b(?:nooit|nergens|niemand|niet|geen|kwijt|spijt|eruit|buiten|kapot|hel|never|no one|nobody|regret|fired|lose)\b/

/** "Als je dit aan iemand vertelt, kan je je contract vergeten": a condition with its price. */
const blackmail = (said: Said, reading: Reading): Offence[] => {
  const condition = of(said, 'prohibited.condition')[0]
  const price = condition && of(said, 'prohibited.price').find((hit) => hit.first > condition.last)
  if (!condition || !price || isReported(said, reading, condition.first)) return []
  if (isQuoted(reading.text, condition.start, price.end)) return []
  // "zorg ik dat alles klaarligt" is a promise.
  if (/^(?:zorg|i will|i'll)/.test(price.term) && !LOSS.test(words(reading, price.last, price.last + 12))) return []
  return [{ category: 'intimidation', start: condition.start, end: price.end, confidence: 0.8 }]
}

/** Per category the surest offence of a text: one insult more or less changes nothing. */
const surest = (offences: readonly Offence[]): Offence[] => {
  const best = new Map<OffenceCategory, Offence>()
  for (const offence of offences) {
    const known = best.get(offence.category)
    if (!known || known.confidence < offence.confidence) best.set(offence.category, offence)
  }
  return [...best.values()]
}

/** By words that offend and the frames they stand in; what sounds like it without such a word, where there is a model. */
export const offencesIn = oncePerReading((reading): readonly Offence[] => {
  const { meaning } = reading
  const said = saidIn(reading)
  return said.length > 0 || !meaning ? said : impliedOffences(meaning, reading)
})

const NO_LINES: ReadonlySet<number> = new Set()

const saidIn = (reading: Reading): Offence[] => {
  if (OPENERS.every((name) => reading.index.all(name).length === 0)) return masked(reading)
  const { sentences } = reading
  const bySentence = new Map<number, Said>()
  for (const hit of reading.index.all('prohibited')) {
    const at = sentenceAt(sentences, hit.start)
    const said = bySentence.get(at) ?? { sentence: sentences[at]!, at, hits: [] }
    said.hits.push(hit)
    bySentence.set(at, said)
  }
  const reportedBefore = (at: number): boolean => {
    const before = bySentence.get(at - 1)
    return (
      before !== undefined &&
      /[:]\s*$/.test(reading.text.slice(before.sentence.end, before.sentence.end + 3)) &&
      isReported(before, reading)
    )
  }
  const found = [...bySentence.values()].flatMap((said) => [
    ...plain(said, reading, reportedBefore(said.at)),
    ...slurs(said, reading),
    ...generalisations(said, reading),
    ...advances(said, reading),
    ...belittling(said, reading),
    ...blackmail(said, reading),
  ])
  const all = [...found, ...framesIn(reading, sentences, bySentence), ...curses(reading), ...masked(reading)]
  const lines = all.length > 0 ? playLinesIn(reading) : NO_LINES
  return surest(all.filter(({ start }) => !isPlayLine(reading.text, lines, start)))
}
