/**
 * What speaks for a sentence asking for a secret, and what against: a question or an order, a verb of telling, to whom,
 * and what is asked for: by its name, as "the four figures", or as what one types to get in. request-weights.ts tells how
 * much each sign weighs, by itself and by what is asked for.
 */
import { AS_YOU } from './request-paraphrase.ts'
import { REQUEST_HINTS } from './request-words.ts'
import { plainSigns, type Surroundings, setOf, surroundingSum } from './secret-evidence.ts'
import type { Sentence } from './sentences.ts'
import type { TermIndex } from './term-index.ts'

const NAMED = setOf('label.account', 'label.wifi', 'label.access', 'label.key', 'credentials')
const FIGURES = setOf('label.weak', 'figure', 'user')
const ENTERS = setOf('enter', 'login', 'prompt', 'pass')
const OTHER_FIGURES = setOf('ledger', 'lesson', 'play')
const PLACES = setOf('thing', 'device', 'wifi', 'login', 'product', 'container', 'enter')

const OBJECTS = ['named', 'figures', 'entered', 'before'] as const

/** How a secret is spoken of, the plainest first. */
const objectOf = ({ here, near }: Surroundings): (typeof OBJECTS)[number] | undefined => {
  if (here & NAMED) return 'named'
  if (here & FIGURES && (here | near) & PLACES) return 'figures'
  if (here & ENTERS || (here & PLACES && near & (NAMED | FIGURES | ENTERS))) return 'entered'
  return near & NAMED ? 'before' : undefined
}

// What is asked, of whom, and how. One pattern for a kind in all languages, tried where its words stand.
const LOOKERS: readonly (readonly [name: Parameters<typeof REQUEST_HINTS.bitOf>[0], pattern: RegExp])[] = [
  [
    'which',
    /(?<!\p{L})(?:wat?|welke?|waarmee|hoe|met wat|wie (?:kent|weet|heeft)|quel(?:le)?s?|lequel|laquelle|comment|qui (?:a|connaît|sait)|what(?:['’]s)?|which|how|who (?:knows|has))(?!\p{L})/iu,
  ],
  [
    'wherewith',
    /(?<!\p{L})(?:waarmee|met (?:wat|welke?)|avec quoi|avec quel|with what|what with|wat (?:je|jij|u|ge|ze|hij|jullie)|what you|ce que (?:tu|vous))(?!\p{L})/iu,
  ],
  ['you', /(?<!\p{L})(?:je|jij|jou|jouw|u|uw|ge|gij|jullie|tu|ton|ta|vous|votre|vos|you|your)(?!\p{L})/iu],
  [
    'your',
    /(?<!\p{L})(?:jouw|je eigen|uw|je|jullie|ton|ta|tes|votre|vos|your)\s(?:\p{L}+\s)?(?:\p{L}*(?:wachtwoord|paswoord|inlog|login|code|pin|accounts?|gegevens|naam|cijfers?)\p{L}*|mot|compte|identifiants?|password|details)/iu,
  ],
  [
    'me',
    /(?<!\p{L})(?:mij|me|m|ons|moi|nous|me|us|naar mij|aan mij|to me)(?!\p{L})|[- ]moi(?!\p{L})|\bm['’](?=en|in|é|d)/iu,
  ],
  [
    'I need',
    /(?<!\p{L})(?:ik|wij|we)(?!\p{L})[^.?\n]{0,70}(?<!\p{L})nodig|(?<!\p{L})nodig(?: heb| hebben)? (?:ik|wij|we)(?!\p{L})|(?<!\p{L})(?:ontbreekt|ontbreken|besoin|il (?:me|nous) faut|we also need|(?:I|we) need)(?!\p{L})/iu,
  ],
  [
    'I cannot',
    /(?<!\p{L})(?:raak|geraak|kom|kan) (?:ik |er |hier )?(?:niet|nie)|niet (?:meer )?(?:in|binnen|open)|(?<!\p{L})(?:kwijt|vergeten|can['’]t get|oublié|perdu|sta (?:ik )?(?:voor|buiten))/iu,
  ],
  ['again', /(?<!\p{L})(?:alweer|ook weer|nog eens|weer|terug|again|encore|déjà|nog)(?!\p{L})/iu],
  [
    'order',
    /^(?:(?:hoi|dag|hallo|beste|bonjour|hi|hello)[^,]{0,24},\s)?(?:en |dus |dan |of )?(?:stuur|mail|app|sms|geef|zeg|bezorg|laat|schrijf|noteer|vul|zet|tik|meld|antwoord|lees|noem\w?|vertel|fluister|envoie|envoyez|donne|donnez|dis|dites|écris|écrivez|répond\w{0,3}|notez|send|text|mail|tell|give|reply|read|write|just reply)(?!\p{L})/iu,
  ],
  [
    'reply',
    /(?<!\p{L})(?:per kerende|retour|antwoord\p{L}*|beantwoord|reply|terugmail\p{L}*|terugstu\p{L}*|terug te|hieronder|ci-dessous|below|par retour)(?!\p{L})/iu,
  ],
  [
    'by text',
    /(?<!\p{L})(?:sms\p{L}*|gsm|tekstbericht|berichtje|texto|application affiche|text message|phone|telefoon|scherm)(?!\p{L})/iu,
  ],
  ['as you', AS_YOU],
  [
    'in place',
    /(?<!\p{L})(?:in (?:jouw|uw|haar|zijn) plaats|onder (?:jouw|uw) naam|op (?:jouw|uw) account|vanop jouw|met jouw profiel|dan (?:kan|zet|doe|log|kijk|ga|koppel|maak|los) ik|then I|(?:zodat|opdat) (?:ik|wij|we)|pour que je|so (?:that )?I)(?!\p{L})/iu,
  ],
  [
    'polite',
    /(?<!\p{L})(?:graag|gelieve|aub|alsjeblieft|alstublieft|please|pls|svp|stp|merci de|veuillez|wil (?:je|u)|zou (?:je|u)|kan (?:je|u|iemand)|kun (?:je|u)|kunt u|could you|can you|pourr\p{L}+|peux-tu|mag ik|mogen w)(?!\p{L})/iu,
  ],
]

const AVERTERS: readonly (readonly [name: string, pattern: RegExp])[] = [
  [
    '-offer',
    /(?<!\p{L})(?:ik|wij|we|je|nous|I|they|ze|zij|school|ict) (?:zal|zullen|stuur|sturen|mail|mailen|bezorg|bezorgen|geef|geven|krijg|krijgen|krijgt|vais|will)(?!\p{L})|(?:stuur|mail|bezorg|geef|zeg) (?:ik|wij|we)(?!\p{L})/iu,
  ],
  ['-never', /(?<!\p{L})(?:nooit|niemand|geen enkele|jamais|personne|never|nobody|no one|niet)(?!\p{L})/iu],
  [
    '-hoax',
    /(?<!\p{L})(?:phishing|vals\p{L}*|nepmail|oplicht\p{L}*|verdacht|scam|fraud\p{L}*|hameçonnage|zogezegd|beweer\p{L}*|wie (?:vraagt|dat vraagt)|als iemand|if someone|if anyone|trap er|ga er niet op in)(?!\p{L})/iu,
  ],
  [
    '-errand',
    /(?<!\p{L})(?:reset\p{L}*|wijzig\p{L}*|verander\p{L}*|instellen|aanvra\p{L}*|modifier|changer|réinit\p{L}*|change|artikel\p{L}*|bestel\p{L}*|kamp|toets|rapport|postcode|adres|datum|menu)(?!\p{L})/iu,
  ],
  ['-on paper', /(?<!\p{L})(?:envelop\p{L}*|op papier|mondeling|persoonlijk|telefonisch|in person)(?!\p{L})/iu],
  [
    '-site',
    /(?<!\p{L})(?:op de (?:site|website|pagina|aanmeldpagina)|in de app|op het scherm|surf|klik\p{L}*|knop|https?|website)(?!\p{L})/iu,
  ],
  ['-quiz', /(?<!\p{L})(?:raadsel\p{L}*|quiz\p{L}*|wedstrijd|kasteel|rebus|puzzel\p{L}*|speurtocht|les)(?!\p{L})/iu],
]

// "laat weten of je wachtwoord werkt", "met welk toestel je inlogt", "de notulen van de werkgroep wachtwoorden"
// "De code is veranderd, kom je hem bij mij halen?": whoever asks knows it.
const FETCHED =
  /(?<!\p{L})(?:kom|komt|kun|kunt|kan|mag|venez|viens|come)(?!\p{L})[^.?!\n]{0,40}(?<!\p{L})(?:af|op)?halen(?!\p{L})|(?<!\p{L})(?:bij mij|bij ons|aan het onthaal|op het secretariaat) (?:te )?(?:bekomen|verkrijgen|krijgen|vragen)|(?:venir|viens|venez) (?:le |la |les )?chercher|pick it up/iu
// Of a program that is written, or of a colour.
const PROGRAMMED =
  /(?<!\p{L})code (?:van|du|de|of|for) (?:\p{L}+ ){0,2}(?:\p{L}+-)?(?:programma\p{L}*|script|python\p{L}*|scratch\p{L}*|robot|microbit|micro:bit|programme|program|kleur\p{L}*|couleurs?|colou?rs?)(?!\p{L})/iu
// A pupil who types it tells nobody.
const TYPED_ONESELF =
  /(?:wachtwoord|paswoord|code|mot de passe|password)\s(?:\p{L}+\s){0,2}(?:zelf|alleen|tout seul|toute seule|themselves|himself|herself)(?!\p{L})/iu
const WHETHER =
  /(?<!\p{L})(?:of|als|wanneer|indien|if|whether|si)\s(?:je|jouw|uw|jullie|het|de|zijn|haar|hun|ton|votre|le|la|your|the)\s(?:\p{L}+\s)?(?:\p{L}*wachtwoord|\p{L}*paswoord|ww|\p{L}*code|login|inlog|account|mot de passe|password)/iu
const OTHER_MEANS =
  /(?<!\p{L})(?:welke?|quel(?:le)?|which|what)\s(?:\p{L}+\s)?(?:toestel|laptop|tablet|browser|computer|gsm|app|versie|appareil|navigateur|device|foutmelding|melding|lokaal|bus|klas|boek|bladzijde|toets|rapport|trein|dag|uur)(?!\p{L})/iu
const OTHER_OBJECT =
  /(?<!\p{L})(?:toestemming\p{L}*|notulen|verslag|brief|formulier|uitnodiging|handleiding|uitleg|infoavond|beleid|afspraken|resultaten|rapport\p{L}*|punten|lijst met namen|menu|foto's?)\s(?:voor|over|van|rond|omtrent|about|sur|pour)(?!\p{L})/iu
// "Welk wachtwoord is veilig?", "Hoe kom ik aan een wachtwoord?"
const ABOUT =
  /(?:wachtwoord|paswoord|password|mot de passe) (?:is|zijn|est|are) (?:\p{L}+ )?(?:veilig|sterk|goed|sûr|fort|safe|strong)|(?<!\p{L})(?:hoe|waar|wanneer|comment|how|where) (?:kom|krijg|vind|maak|kies|verander|wijzig|onthou|bewaar|obtenir|choisir|do i get|can i get)\p{L}*(?: \p{L}+){0,2} (?:een|un|a|mijn|mon|my)(?!\p{L})/iu
// Without any of these nothing is asked: a quick look before the closer ones.
const ASKING =
  /\?|stu+r|mail|app|sms|ge[ev]|zeg|noem|vertel|fluister|bezorg|la+t|wete|antw|graag|gelieve|ka+n|k[ou]n|zou|wil|mag|mog|moe[ts]|nodig|welk|wat|waarmee|hoe|wie|schrijf|note+r|zet|tik|lees|meld|vul|envo|donn|di[st]|écri|not|quel|veuill|merci|pou[rv]|peu|fau|send|text|tell|give|reply|what|which|how|could|can|need|write|read/i
const HOAX =
  /(?<!\p{L})(?:phishing|nepmail\p{L}*|valse mails?|oplicht\p{L}*|zogenaamd|zogezegd|beweer\p{L}*|hameçonnage|scam)(?!\p{L})|(?:mails?|berichten?) rond/iu
const PLAYED =
  /(?<!\p{L})(?:raadsel\p{L}*|quiz\p{L}*|kasteel|ridder\p{L}*|pira(?:at|ten)|sprookje\p{L}*|rebus|puzzel\p{L}*|speurtocht|schattenjacht|escape ?room|kahoot|château|chevalier|castle)(?!\p{L})/iu
// A key of metal.
const HANGS = /(?<!\p{L})(?:hangt|hangen|ligt|liggen|leg|leggen|afhalen|ophalen|teruggeven|terughangen)(?!\p{L})/iu
const MADE_NEW =
  /(?<!\p{L})(?:maak|maken|stel|zet) (?:ik|wij|we) (?:\p{L}+ ){0,4}(?:nieuw|aan|in)(?!\p{L})|nieuw\p{L}* (?:wachtwoord|paswoord|code)/iu

// "Wil je je wachtwoord wijzigen? Klik hier.": who changes it tells nobody.
const CHANGED =
  /(?:wachtwoord|paswoord|password|mot de passe|pincode)\s(?:\p{L}+\s){0,5}(?:te\s)?(?:wijzig|verander|aanpas|reset|vernieuw|instel|change|modif|réinit)|(?:wijzig|verander|reset|vernieuw|change|modifie|réinitialise)\p{L}*\s(?:\p{L}+\s){0,3}(?:wachtwoord|paswoord|password|mot de passe|pincode)/iu
// "Kun je mijn account ontgrendelen?": the help desk does that without it.
const UNLOCKED =
  /(?<!\p{L})(?:ontgrendel\p{L}*|(?:ge)?deblokke\p{L}*|débloqu\p{L}*|unlock\p{L}*|unblock\p{L}*)(?!\p{L})/iu
const HANDED_OVER =
  /(?<!\p{L})(?:stuur|mail|app|sms|geef|bezorg|zeg|vertel|noem|schrijf|envo|donne|dis|send|tell|give)\p{L}*(?!\p{L})/iu
// "Please do not send your password by email."
const FORBIDDEN =
  /(?<!\p{L})(?:nooit|niet|geen|do not|don['’]t|never|jamais|ne\s\p{L}+\spas|n['’]\p{L}+\s(?:pas|jamais))(?!\p{L})[^,;:]{0,40}(?:wachtwoord|paswoord|password|mot de passe|code)/iu

const isOther = (words: string, object: string, { here }: Surroundings): boolean =>
  WHETHER.test(words) ||
  FORBIDDEN.test(words) ||
  FETCHED.test(words) ||
  PROGRAMMED.test(words) ||
  TYPED_ONESELF.test(words) ||
  ((CHANGED.test(words) || UNLOCKED.test(words)) && !HANDED_OVER.test(words)) ||
  PLAYED.test(words) ||
  HOAX.test(words) ||
  ABOUT.test(words) ||
  OTHER_MEANS.test(words) ||
  OTHER_OBJECT.test(words) ||
  (HANGS.test(words) && /sleutel|clé|key/i.test(words)) ||
  (MADE_NEW.test(words) && !/(?<!\p{L})(?:noteer|schrijf|zet|reactie|antwoord|hieronder)(?!\p{L})/iu.test(words)) ||
  (object === 'figures' && (here & OTHER_FIGURES) !== 0)

/** What nobody looked at yet may be anything. */
const ANYTHING = -1

/**
 * Every sign of a sentence by name; none where nothing secret is spoken of, or nothing is asked. `hints`: what its words
 * may be part of.
 */
export const requestSigns = (
  index: TermIndex,
  sentence: Sentence,
  around: Surroundings,
  hints = ANYTHING,
): readonly string[] => {
  const object = objectOf(around)
  if (!object) return []
  const words = index.reading.text.slice(sentence.start, sentence.end)
  const found = LOOKERS.filter(([name, pattern]) => hints & REQUEST_HINTS.bitOf(name) && pattern.test(words)).map(
    ([name]): string => name,
  )
  if (sentence.question) found.push('question')
  if (found.length === 0) return []
  if ((!sentence.question && !ASKING.test(words)) || isOther(words, object, around)) return []
  return [
    object,
    ...found,
    ...found.map((name) => `${object} ${name}`),
    ...plainSigns(around),
    ...AVERTERS.filter(([, pattern]) => pattern.test(words)).map(([name]) => name),
  ]
}

/** The most that the signs of a sentence can come to, as far as single words tell. */
export const mostOfRequest = (weight: (sign: string) => number) => {
  const around = surroundingSum(weight)
  const ofObject = new Map(
    OBJECTS.map((object) => {
      const both = (name: string): number => Math.max(0, weight(name) + weight(`${object} ${name}`))
      const lookers = LOOKERS.map(([name]) => [REQUEST_HINTS.bitOf(name), both(name)] as const)
      return [object, { own: weight(object), question: both('question'), lookers }]
    }),
  )
  return (sentence: Sentence, surroundings: Surroundings, hints: number): number => {
    const object = objectOf(surroundings)
    if (!object) return Number.NEGATIVE_INFINITY
    const { own, question, lookers } = ofObject.get(object)!
    let most = own + around(surroundings) + (sentence.question ? question : 0)
    for (const [bit, more] of lookers) if (hints & bit) most += more
    return most
  }
}
