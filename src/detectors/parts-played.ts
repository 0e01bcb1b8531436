/**
 * A part that is played, a subject that is chosen: "Robbe speelt haar zieke vader", "Anna deed in de EHBO-les alsof ze
 * een aanval kreeg", "Sem koos schulden voor zijn presentatie". What such a sentence says is true of nobody.
 */
import type { Reading } from './detectors.ts'

const ROLE =
  '(?:moeder|mama|vader|papa|ouder|meisje|jongen|jongetje|kind|zoon|dochter|broer|zus|zusje|broertje|oma|opa|grootmoeder|grootvader|tante|oom|nonkel|man|vrouw|weduwe|weduwnaar|weeskind|weesmeisje|wees|koning|koningin|prins|prinses|heks|dief|boef|dokter|arts|patiënt|zieke|gewonde|slachtoffer|verpleegster|pester|dader|bedelaar|vluchteling|dronkaard|verslaafde|herbergier|agent|butler|père|mère|fille|garçon|roi|reine|victime|malade|father|mother|girl|boy|king|queen|victim|patient)'
const DETERMINER = "(?:de|het|'t|een|zijn|haar|le|la|l['’]|un|une|son|sa|the|a|an|his|her)"
const PLAYS =
  '(?:speelt|speelde|spelen|speelden|gespeeld|vertolkt|vertolkte|acteert|joue|jouait|jouera|interprète|plays|played|playing|(?:de )?rol(?:letje)? van|in de huid van|le rôle d[eu]|the (?:role|part) of)'

/** "speelt het meisje dat …", "speelt haar zieke vader", "speelde in de EHBO-les het slachtoffer" */
const ACTS = new RegExp(
  `(?<!\\p{L})${PLAYS}\\s(?:(?:in|bij|tijdens|op|voor|pendant|à|during|in) ${DETERMINER} [\\p{L}-]{2,20}\\s)?(?:${DETERMINER}\\s?)?(?:\\p{L}+\\s){0,2}${ROLE}(?!\\p{L})`,
  'iu',
)
/** "schrijft als meisje dat ondergedoken zit" */
const AS = new RegExp(
  `(?<!\\p{L})(?:schrijft|schrijven|verkleed|vertelt|treedt op|écrit|déguisée?|writes|dressed up)\\s(?:\\p{L}+\\s){0,3}(?:als|comme|as)\\s(?:${DETERMINER}\\s)?(?:\\p{L}+\\s)?${ROLE}(?!\\p{L})`,
  'iu',
)
/** "is de moeder die wegloopt", where a stage is spoken of. */
const IS = new RegExp(
  `(?<!\\p{L})(?:is|was|wordt|zijn|ben|est|sera|is playing)\\s${DETERMINER}\\s(?:\\p{L}+\\s){0,2}${ROLE}(?!\\p{L})`,
  'iu',
)
const STAGE =
  /(?<!\p{L})(?:rollen|rolverdeling|rollenspel|musical|toneel\p{L}*|theater\p{L}*|scène|scene|kerstspel|generale|repetitie|voorstelling|decor|kostuums?|pièce|théâtre|répétition|stage play|rehearsal|nativity|drama(?:les)?|script|akte|acte|act)(?!\p{L})/iu
/** Pretended, in a lesson or a play: at home it may be all too true. */
const PRETENDS =
  /(?<!\p{L})(?:(?:deed|doet|deden|doen|gedaan) (?:\p{L}+ ){0,2}alsof|(?:faisait|fait|font) semblant|pretend(?:s|ed|ing)?)(?!\p{L})/iu
const EXERCISE =
  /(?<!\p{L})(?:EHBO\p{L}*|oefening|oefenden|oefenen|in de les|tijdens de les|toneel\p{L}*|rollenspel|drama|spel|improvisatie\p{L}*|premiers secours|exercice|first[- ]aid|exercise)(?!\p{L})/iu
/** "Sem heeft gekozen voor schulden", "dat is het thema van haar eindwerk" */
const CHOOSES =
  /(?<!\p{L})(?:(?:heeft|had|hebben)\s(?:\p{L}+\s){0,3}gekozen|koos|kiest|kozen|a choisi|chose|has chosen|als onderwerp|doet het over)(?!\p{L})/iu
const TOPIC =
  /(?<!\p{L})(?:presentaties?|spreekbeurt(?:en)?|werkstuk(?:ken)?|eindwerk(?:en)?|profielwerkstuk(?:ken)?|onderwerp(?:en)?|thema['’]?s?|boekbespreking(?:en)?|exposés?|presentations?|essays?)(?!\p{L})/iu
const THEME_OF =
  /(?<!\p{L})(?:thema|onderwerp|sujet|thème|topic|theme) (?:van|voor|de|of|for) (?:haar|zijn|hun|het|son|leur|her|his|their|the) (?:\p{L}+)?(?:werk|werkstuk|gip|presentatie|spreekbeurt|project|exposé|travail|essay|presentation)(?!\p{L})/iu

/** "… dat twee kinderen dachten dat hij een hersenschudding had", of whom played the victim. */
const FOOLED =
  /(?<!\p{L})(?:dacht(?:en)?|geloofden?|schrok(?:ken)?|trapten? erin|net echt|levensecht|croyai(?:t|ent)|thought|believed)(?!\p{L})/iu

// "… omdat ze het zelf heeft"
const REASON =
  /(?<!\p{L})(?:omdat|want|zelf|aangezien|parce qu|car|elle-même|lui-même|because|herself|himself)(?!\p{L})/iu

/** Whether the sentence at this place tells of a part or a subject. */
export const isPlayed = ({ text, sentences }: Pick<Reading, 'text' | 'sentences'>, at: number): boolean => {
  const { start, end } = sentences[at]!
  const here = text.slice(start, end)
  if (ACTS.test(here) || AS.test(here) || THEME_OF.test(here)) return true
  const near = text.slice(sentences[at - 1]?.start ?? start, end)
  if (FOOLED.test(here) && ACTS.test(near)) return true
  return (
    (IS.test(here) && STAGE.test(near)) ||
    (PRETENDS.test(here) && EXERCISE.test(near)) ||
    (CHOOSES.test(here) && TOPIC.test(near) && !REASON.test(here))
  )
}

/** "ZWARTEBAARD: Landrotten!": whoever speaks stands in capitals before it. */
const SPEAKER = /^[^\p{L}\n]{0,4}\p{Lu}[\p{Lu} '’.-]{0,24}(?:\([^)\n]{1,40}\)\s?)?:[ \t]/gmu
const FEWEST_LINES = 2

/** Where the lines of a play begin, in a text that speaks of a stage; none in others. */
export const playLinesIn = ({ text }: Pick<Reading, 'text'>): ReadonlySet<number> => {
  const lines = [...text.matchAll(SPEAKER)].map(({ index }) => index)
  return new Set(lines.length >= FEWEST_LINES && STAGE.test(text) ? lines : [])
}

/** Whether what stands at an offset is such a line. */
export const isPlayLine = (text: string, lines: ReadonlySet<number>, at: number): boolean =>
  lines.size > 0 && lines.has(text.lastIndexOf('\n', at - 1) + 1)
