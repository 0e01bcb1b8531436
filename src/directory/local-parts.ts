/**
 * What the part before the @ suggests where the directory does not know: a function mailbox, a group of persons, a class.
 * Only a suggestion: directie@ stands for several persons in one school and is one box in another.
 */
import { fold } from '../message/message.ts'
import { withoutTag } from './addresses.ts'

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/** Words that stand for a group of persons at any school, in Dutch, French and English. */
const STRONG = words(`leerkrachten leraren leraars docenten team schoolteam lerarenteam personeel
  iedereen medewerkers allemedewerkers alleleerkrachten allepersoneel collegas ouders alleouders leerlingen
  alleleerlingen kleuterteam klastitularissen mentoren oudleerlingen klasouders profs enseignants equipe
  personnel tous parents eleves touslesparents teachers staff allstaff students pupils`)

/** Words that do so on our own domains; elsewhere they may be anything. */
const OURS =
  words(`allen allemaal all alle lagere kleuter kleuters onderbouw middenbouw bovenbouw directieteam mt ouderraad
  oudercomite oudervereniging leerlingenraad mr gmr schoolraad schoolbestuur lac vrijwilligers overblijf
  scholengemeenschap sg koepel nieuwsbrief comite ap po beleidsteam kernteam zorgteam ondersteuningsteam lln lkr lkn
  brugklas brugklassen kleuterklas instapklas peuterklas opvoeders zorgleerkrachten internen oop directies lager secundair coordinatoren
  stagiairs ibers juffen meesters lerarenkamer leraarskamer personeelskamer teamkamer alumni mamas papas eerstejaars
  tweedejaars derdejaars vierdejaars vijfdejaars zesdejaars eerstes tweedes derdes vierdes vijfdes zesdes`)

/** First words of a group's name: vakgroep-wiskunde, sectie.frans, klassenraad-3a, list-ouders. */
const GROUP_PREFIXES = words(
  'vakgroep vg sectie werkgroep klassenraad list lijst dl grp graad groep klas klassen lkr lkn lln vrijwilligers',
)

const OURS_ENDING =
  /(?:team|ouders|leerlingen|leerkrachten|leraren|docenten|raad|comite|vereniging|titularissen|leiders|leden|coordinatoren|krachten|juffen|begeleiders|assistenten|verantwoordelijken|parents|eleves|profs|enseignants)$/
const GLUED_PREFIX = /^(?:vakgroep|sectie|werkgroep|klassenraad)[a-z0-9]{2,30}$/

const GENERAL = words(`info directie directeur adjunct secretariaat administratie admin onthaal receptie boekhouding
  facturatie facturen ict helpdesk zorg zorgcoordinator zorgcoordinatie ib privacy dpo aiv fg vertrouwenspersoon verzuim
  ziekmelding ziekmeldingen absentie afwezigheden inschrijving inschrijvingen aanmelding aanmeldingen stage opvang bso
  keuken maaltijden webmaster postmaster noreply contact school bestuur preventie onderhoud conciergerie conciergeloge
  economaat bibliotheek mediatheek jobs vacatures pers direction secretariat economat accueil office reception`)

// leerlingensecretariaat, personeelsdienst, leerlingenbegeleiding: what is done there, not who.
const GENERAL_ENDING = /(?:secretariaat|administratie|dienst|begeleiding|loket|portaal|zaken|beheer|secretariat)$/

// 3a, 5wewi, 1kk, 2hv3; groep7, klas3a, g7, l3b, k1, h4b; havo4, brugklas1. Bounded: a local part has 64 characters.
const CLASS_CODE =
  /^(?:(?:klas|mentorklas|class|year|grade|groep|gr|leerjaar|graad|g|l|k|p|m|h|v|b)?[1-8][a-z]{0,5}\d?|(?:brugklas|havo|vwo|mavo|vmbo|tl|okan|ov)\d?[a-z]?|[1-8](?:e|de|ste)(?:graad|jaar|leerjaar))$/

/** ouders-3a, ouders.3a, ouders_3a and ouders3a all become ['ouders', '3a']; the tag after + does not count. */
const tokens = (local: string): string[] =>
  withoutTag(fold(local))
    .replace(/^([a-z]{4,})(?=\d)/, '$1-')
    .split(/[^a-z0-9]+/)
    .filter((token) => token !== '')

const isClass = (token: string, classes: ReadonlySet<string>): boolean => CLASS_CODE.test(token) || classes.has(token)

/** ouders, alle-ouders, ouders-3a, ouders-groep-5, oudersL3. `classes` are the school's own, normalised. */
const isStrongGroup = (parts: readonly string[], classes: ReadonlySet<string>): boolean => {
  const whole = parts.join('')
  if (STRONG.has(whole)) return true
  const [first = '', ...rest] = parts
  const tail = rest.join('')
  if (STRONG.has(first) && tail !== '' && (isClass(tail, classes) || OURS.has(tail) || /^\d{1,4}$/.test(tail)))
    return true
  const glued = /^([a-z]{4,24}?)([lkpg]\d[a-z]?)$/.exec(whole)
  return glued !== null && STRONG.has(glued[1]!)
}

const isOurGroup = (parts: readonly string[], classes: ReadonlySet<string>): boolean => {
  const [first = '', ...rest] = parts
  const whole = parts.join('')
  // Short words first in a longer local part are rather a title or initials: mr.jansen, po.devries.
  if (OURS.has(whole) || (first.length > 3 && OURS.has(first)) || isClass(whole, classes)) return true
  if (OURS.has(first) && rest.length > 0 && isClass(rest.join(''), classes)) return true
  if ((GROUP_PREFIXES.has(first) && rest.length > 0) || GLUED_PREFIX.test(whole)) return true
  return STRONG.has(first) || parts.some((part) => OURS_ENDING.test(part))
}

export type Suggestion = 'general' | 'group' | undefined

export const suggestClass = (local: string, ours: boolean, classes: ReadonlySet<string>): Suggestion => {
  const parts = tokens(local)
  if (isStrongGroup(parts, classes)) return 'group'
  if (!ours) return undefined
  if (GENERAL.has(parts.join('')) || GENERAL_ENDING.test(parts.join(''))) return 'general'
  if (isOurGroup(parts, classes)) return 'group'
  return GENERAL.has(parts[0] ?? '') || GENERAL.has(parts.at(-1) ?? '') ? 'general' : undefined
}
