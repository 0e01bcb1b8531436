/**
 * password-request: the message asks somebody to send, tell, or write back a password or code. A careful reader looks
 * for a request ("kan je", "gelieve", an order) with a verb of telling and a secret as its object, or for the plain
 * question "wat is het wachtwoord?". Fooled by warnings ("we vragen nooit"), by errands to the help desk ("stuur een
 * mail om je wachtwoord te resetten"), by offers ("ik stuur je het wachtwoord") and by ordinary log-in instructions.
 * Serves ME-3-password-request, SJ-3-password-request, KI-3-credentials.
 */
import { z } from 'zod'
import { placeAt, type Said } from '../message/message.ts'
import type { Case, Detector, Finding, Reading } from './detectors.ts'
import { excerpt } from './excerpt.ts'
import type { TermHit } from './lexicon.ts'
import { askedItemIn, fieldIn, wantsBack } from './request-form.ts'
import { AS_YOU, paraphrased } from './request-paraphrase.ts'
import { requestIn } from './request-scenes.ts'
import { REQUEST_HINTS } from './request-words.ts'
import { setOf } from './secret-evidence.ts'
import type { Sentence } from './sentences.ts'
import { indexTerms, type TermIndex } from './term-index.ts'
import { oncePerReading } from './text-memory.ts'

const settings = z.strictObject({})

const BECAUSE: Said = {
  nl: 'Hier wordt iemand gevraagd om een wachtwoord of code door te geven.',
  fr: 'On demande ici à quelqu’un de communiquer un mot de passe ou un code.',
  en: 'This asks somebody to pass on a password or code.',
}

type Scene = Readonly<{ secrets: TermIndex; asks: TermIndex; sentence: Sentence; text: string }>

const has = ({ asks, sentence }: Scene, name: string): TermHit | undefined =>
  asks.near(`request.${name}`, sentence.start, sentence.end)

/** A password, log-in data, or a code that a door, a network or a text message makes a secret. */
const secretIn = ({ secrets, sentence }: Pick<Scene, 'secrets' | 'sentence'>): TermHit | undefined => {
  const { start, end } = sentence
  for (const kind of ['account', 'wifi', 'access']) {
    const hit = secrets.near(`password.label.${kind}`, start, end)
    if (hit && !isMade(secrets.reading.text, hit)) return hit
  }
  const both = secrets.near('password.credentials', start, end)
  if (both) return both
  return weakIn({ secrets, sentence }) ?? paraphrased(secrets, sentence)
}

const weakIn = ({ secrets, sentence: { start, end } }: Pick<Scene, 'secrets' | 'sentence'>): TermHit | undefined => {
  const weak = secrets
    .all('password.label.weak')
    .find((hit) => hit.start >= start && hit.end <= end && hit.term !== 'sleutel')
  if (!weak || secrets.at(weak.start, 'password.innocent')) return undefined
  const near = secrets.near('password.device', weak.start, end) ?? secrets.near('password.login', start, end)
  const text = secrets.reading.text.slice(start, end)
  return near || /\b(?:ww|pw|psw)\b|\bsms\b|verific|whatsapp-code|6 cijfers|zescijferig/i.test(text) ? weak : undefined
}

const FILLED = /\b(?:briefje|post-it|gele|vakjes|velden|gegevens|boxes|champs|blaadje)\b/i

/** "Geef door wat op het briefje staat, dan log ik in als jou." */
const impersonates = (scene: Scene, next: Sentence | undefined): boolean => {
  const { text, sentence } = scene
  if (!FILLED.test(text.slice(sentence.start, sentence.end))) return false
  const end = next && next.end - sentence.end < 140 ? next.end : sentence.end
  if (!AS_YOU.test(text.slice(sentence.start, end))) return false
  return has(scene, 'tell') !== undefined && !has(scene, 'not') && !has(scene, 'warning')
}

/** "wachtwoord-manager", "wachtwoord.school.nl" */
const isMade = (text: string, hit: TermHit): boolean => /^[.-]\p{L}/u.test(text.slice(hit.end, hit.end + 2))

/** "geef nooit je wachtwoord door": a denial in the clause of the verb; "vergeet niet … te sturen" is none. */
const isDenied = (scene: Scene, verb: TermHit): boolean => {
  const { asks, sentence, text } = scene
  if (has(scene, 'forget')) return false
  return asks
    .all('request.not')
    .some(
      (no) =>
        no.start >= sentence.start &&
        no.end <= sentence.end &&
        !/[,;:]/.test(text.slice(Math.min(no.end, verb.end), Math.max(no.start, verb.start))),
    )
}

const OFFER =
  /\b(?:ik|wij|we|zij|ze|hij|je (?:vous|te|lui)|nous|i|they|ict|school|secretariaat)\s{1,2}(?:\p{L}{2,12}\s{1,2}){0,2}$/iu
const OFFERED = /^\s(?:ik|wij|we|nous)\b/i

/** "wij sturen je het wachtwoord", "dan mail ik je de code": the writer will tell it. */
const isOffer = (scene: Scene, verb: TermHit): boolean => {
  const { text, sentence } = scene
  const before = text.slice(Math.max(sentence.start, verb.start - 40), verb.start)
  if (
    /(?:kan|kun|kunt|zou|wil|wilt|mag|moet|kunnen|zouden|gelieve|peux|pouvez|pourri?ez|pourrais|veuillez|merci de|merci d'|vergeet niet|can|could|would|may)\s?/i.test(
      before,
    )
  ) {
    return /\b(?:kunnen|mogen) (?:wij|we) (?:je|jullie|u)\b|\b(?:kan|mag|zal|moet) ik (?:je|jullie|u|het aan|haar|hem)\b/i.test(
      text.slice(sentence.start, verb.end),
    )
  }
  return OFFERED.test(text.slice(verb.end, verb.end + 6)) || (OFFER.test(before) && !/\b(?:dat|of) je /i.test(before))
}

const MESSAGE =
  /\b(?:een|je|uw|un|une|a|an) (?:mail|mailtje|e-mail|email|bericht|berichtje|seintje|sms|sms'je|vraag|aanvraag|ticket|message|mail|courriel|demande|request)\b/i

// "dan kan ik uw postbus meteen instellen": what the writer will do.
const OWN_WORK =
  /(?<!\p{L})(?:dan|zodat|want|alors|then|so)\s(?:\p{L}+\s){0,2}(?:ik|wij|we|je|j|nous|I)(?!\p{L})[^.;]*$/u

/** "Stuur een mail naar ICT om je wachtwoord te resetten": what is sent is a message. */
const isErrand = (scene: Scene): boolean => {
  const { asks, text, sentence } = scene
  const words = text.slice(sentence.start, sentence.end)
  if (MESSAGE.test(words) && !/\b(?:met|avec|with) (?:je|jouw|uw|ton|votre|your|daarin|het)\b/i.test(words)) return true
  return (
    asks
      .within('request.errand', sentence.start, sentence.end)
      .some((hit) => hit.end <= sentence.end && !OWN_WORK.test(text.slice(sentence.start, hit.start))) &&
    !/\b(?:je|jouw|uw|oude?|huidige|ton|votre|your|old|current) (?:\p{L}+ )?(?:wachtwoord|paswoord|mot de passe|password)/iu.test(
      words,
    )
  )
}

const VAGUE = new Set(['hebben', 'krijgen', 'ontvangen', 'have', 'avoir', 'bekomen', 'opzoeken'])
const FIRST_PERSON = /\b(?:ik|wij|we|i|je voudrais|j'aimerais|puis-je|pourrais-je)\b/i
const ORDER = /^[\s\W]*(?:(?:hallo|dag|hoi|beste|bonjour|hi|hello)\b[^,]{0,30},\s*)?(?:en |dus |dan |of |and |et )?$/i

/** A verb of telling in a frame that makes it a request, or as an order at the head of its clause. */
const tellIn = (scene: Scene, secret: TermHit): { verb: TermHit; confidence: number } | undefined => {
  const { asks, sentence, text } = scene
  const verbs = asks.all('request.tell').filter((v) => v.start >= sentence.start && v.end <= sentence.end)
  for (const verb of verbs) {
    const clause = text.slice(sentence.start, verb.start)
    const order = ORDER.test(clause.slice(Math.max(clause.lastIndexOf(','), clause.lastIndexOf(':')) + 1))
    const frame = has(scene, 'frame')
    if (!order && !frame) continue
    if (
      VAGUE.has(verb.term) &&
      !(
        frame &&
        FIRST_PERSON.test(clause) &&
        /mag|kan|kunnen|zou|graag|may|can|could|puis|pourrais|voudrais|aimerais/i.test(clause)
      )
    )
      continue
    if (!isObject(scene, verb, secret)) continue
    if (isDenied(scene, verb) || (!VAGUE.has(verb.term) && isOffer(scene, verb))) continue
    return { verb, confidence: has(scene, 'to-us') || order ? 0.86 : 0.75 }
  }
  return undefined
}

const QUESTION =
  /\b(?:wat (?:is|was|zijn|waren)|quel(?:le)?s? (?:est|sont|etait|était)|what(?:['’]s| is| was| are))\s(?:(?:nu|ook|alweer|weer|nog|eigenlijk|juist|precies|dan|again|now)\s){0,3}(?:het|de|je|jouw|uw|jullie|mijn|ons|onze|hun|zijn|haar|le|la|les|ton|ta|tes|votre|vos|mon|notre|the|your|our|my)\s/i
const WHICH =
  /\b(?:welke?|which|quel(?:le)?)\s(?:nieuwe\s|tijdelijke\s)?(?:wachtwoord|paswoord|code|pincode|inlog|mot de passe|password)/i
const WHO =
  /\b(?:weet|ken|kent|heb|hebt|heeft|hebben)\s(?:(?:jij|je|u|jullie|iemand|er|nog|toevallig|misschien|soms|voor mij)\s){1,4}(?:het|de|onze|ons|mijn)\s|\bwie (?:weet|kent|heeft)\s(?:nog |toevallig )?(?:het|de)\s|\b(?:connais|connaissez|as|avez)[- ](?:tu|vous)\s(?:le|les)\s|\b(?:do you|does anyone) (?:know|have)\s(?:the|our|my)\s/i
const WHAT_I =
  /(?<!\p{L})(?:(?:wat|waarmee) (?:tik|typ|toets|duw|vul|moet) (?:ik|we|wij)|what (?:do|should) (?:I|we)|qu['’]est-ce que je|que dois-je)(?!\p{L})/iu
const MAY = /\b(?:mag ik|mogen we|mogen wij|may i have|can i have|can i get|puis-je avoir)\s(?:\p{L}+\s){0,3}/iu

// "Wat is uw wachtwoord? – Goed geprobeerd!", "POORTWACHTER: Wat is het wachtwoord?": a conversation that is told.
const ANSWERED =
  /^\?["'”’]?\s{1,3}(?:[–—-]\s|[‘“„"'«]|\((?:oplossing|antwoord|solution|réponse|answer)|(?:oplossing|antwoord|solution|réponse|answer)\s?[:=])/iu
const SPEAKER = /(?:^|\n)\s{0,3}\p{Lu}[\p{Lu}\d .]{2,20}:[^\n]{0,80}$/u
const isDialogue = ({ text, sentence }: Pick<Scene, 'text' | 'sentence'>): boolean =>
  ANSWERED.test(text.slice(sentence.end, sentence.end + 16)) ||
  SPEAKER.test(text.slice(Math.max(0, sentence.start - 100), sentence.start + 1))

/** "Wat is het wachtwoord van de wifi?" */
const isQuestion = (scene: Scene, secret: TermHit): boolean => {
  const { sentence, text } = scene
  const before = text.slice(sentence.start, secret.end)
  if (has(scene, 'not') && !/\?/.test(text.slice(sentence.end, sentence.end + 3))) return false
  if (/\b(?:een|un|a)\s(?:\p{L}+\s)?$/iu.test(text.slice(sentence.start, secret.start))) return false
  if (QUESTION.test(before)) return secret.start - sentence.start < 90
  const asked = sentence.question || /^\s{0,2}\?/.test(text.slice(sentence.end, sentence.end + 3))
  if (!asked) return false
  if (
    has(scene, 'not') ||
    /\b(?:ontvangen|gekregen|gewijzigd|reçu|received)\b/i.test(text.slice(secret.end, sentence.end))
  )
    return false
  if (secret.class === 'password.credentials' && WHAT_I.test(before)) return true
  const which =
    WHICH.test(before) &&
    /\b(?:gebruik|heb|had|moet|hoort|geldt|krijg|utilises?|utilisez|do you|should)\b/i.test(
      text.slice(secret.end, sentence.end),
    )
  return which || WHO.test(before) || MAY.test(before)
}

const RETURN =
  /\b(?:terug|retour|antwoord|beantwoord|reply|return|renvo\w{2,4}|stuur|(?<!e-)mail(?!adres)|back|doorsturen)\w{0,8}\b/i

/** "Vul hieronder je wachtwoord in en stuur terug"; not "vul je wachtwoord in op de site". */
const isForm = (scene: Scene): boolean => {
  const verb = has(scene, 'fill')
  if (!verb || isDenied(scene, verb)) return false
  const after = scene.text.slice(scene.sentence.start, scene.sentence.end + 120)
  return RETURN.test(after) && !has(scene, 'site')
}

const REFERS =
  /\b(?:het|dat|deze|die|ze|le|la|les|it|them)\s(?:(?:mij|me|ons|even|eens|nog|aub|snel|per mail|via mail|terug|naar mij)\s){0,3}(?:door|toe|op)?(?:ge)?(?:stu|mail|bezorg|gev|zegg|vertel|wete|send|tell|give|share|envoy|donn|transm|communiqu|dire|doorst|doorg)|^\W*(?:stuur|geef|bezorg|mail|app|sms|send|tell|give)\s(?:het|dat|ze|die|it|them)\b|^\W*(?:mailt?|stuurt?|geeft?|bezorgt?|zegt?|sms't|appt?)\s(?:(?:je|u|ge|gij|jullie|mij|me|ons|even|eens)\s){1,4}(?:het|dat|ze|die)\b/i

/** "Het wachtwoord ken ik niet. Kan je het even doorsturen?" */
const refersBack = (scene: Scene, next: Sentence | undefined): boolean => {
  if (!next || has(scene, 'errand')) return false
  const following: Scene = { ...scene, sentence: next }
  const words = scene.text.slice(next.start, next.end)
  const verb = has(following, 'tell')
  return (
    verb !== undefined &&
    has(following, 'frame') !== undefined &&
    REFERS.test(words) &&
    !isDenied(following, verb) &&
    !isOffer(following, verb)
  )
}

const CONJUNCTION = /\b(?:of|dat|als|wanneer|indien|dan|zodat|omdat|if|whether|that|when|so|que|si|quand)\b/i
// "de notulen van de werkgroep", "de toestemming voor de": another thing is asked for; a photo of it is the thing itself.
const OTHER_OBJECT =
  /\b(?:de|het|een|uw|je|the|a|le|la|une?)\s(?!foto|kopie|screenshot|copie|photo|copy)\p{L}+\s(?:voor|over|van|rond|omtrent|about|sur|pour|concernant)\s(?:\p{L}+\s){0,2}(?:\p{L}+-)?$/iu
// "geef je wachtwoord in": a field, nobody is told.
const TYPED = /^(?:\s\p{L}+){0,3}\sin(?:\s(?:en|op|bij|via|om)\b|[\s.,;!]*$|[.,;!])/iu

// "laat ons weten dat het gebeurd is"
const THAT = /^\s(?:dat|dát|of|wanneer|hoe|zodra|hoeveel|welke leerlingen|que|si|quand|that|if|whether|when)(?!\p{L})/iu

/** Whether the secret is what the verb is to send or tell. */
const isObject = ({ text, sentence }: Scene, verb: TermHit, secret: TermHit): boolean => {
  const between = verb.end <= secret.start ? text.slice(verb.end, secret.start) : ''
  if (CONJUNCTION.test(between)) return false
  if (secret.end <= verb.start && THAT.test(text.slice(verb.end, verb.end + 20))) return false
  if (OTHER_OBJECT.test(text.slice(sentence.start, secret.start))) return false
  if (/^gee?f|^geven/.test(verb.term) && TYPED.test(text.slice(secret.end, sentence.end))) return false
  return verb.term !== 'weten' || /\blaa?t(?:en)?\b/i.test(text.slice(sentence.start, verb.start))
}

const NEED =
  /\b(?:ik|we|wij|i|j'ai|nous|il me faut|il nous faut|me faut|nous faut|me faudrait|nous faudrait)\s(?:heb|hebben|need|avons|besoin)?\s?(?:\p{L}+\s){0,2}(?:je|jouw|uw|jullie|het|de|your|the|votre|ton|d'|de)\s?(?:\p{L}+\s){0,2}$|(?<!\p{L})(?:me|nous) (?:faut|faudrait)\s$/iu

/** "Ik heb je wachtwoord nodig." */
const isNeed = ({ text, sentence }: Scene, secret: TermHit): boolean => {
  const [before, after] = [text.slice(sentence.start, secret.start), text.slice(secret.end, sentence.end)]
  if (!NEED.test(before)) return false
  return /^[^,.]{0,40}\bnodig\b/i.test(after) || /\b(?:need|besoin|faut|faudrait)\b/i.test(before)
}

type Asked = Readonly<{ start: number; end: number; secret: TermHit; confidence: number }>

const askedIn = (scene: Scene, next: Sentence | undefined): Asked | undefined => {
  const secret = secretIn(scene)
  if (!secret && impersonates(scene, next)) {
    const { start, end } = scene.sentence
    return { start, end, secret: has(scene, 'tell')!, confidence: 0.75 }
  }
  if (!secret || has(scene, 'warning')) return undefined
  const { start, end } = scene.sentence
  const played = scene.secrets.near('password.meeting', start, end) ?? scene.secrets.near('password.game', start, end)
  if (played && !secret.class.endsWith('credentials')) return undefined
  if (isQuestion(scene, secret) && !isDialogue(scene)) return { start, end, secret, confidence: 0.85 }
  if (has(scene, 'paper')) return undefined
  if (isNeed(scene, secret) && !has(scene, 'not') && !has(scene, 'errand'))
    return { start, end, secret, confidence: 0.8 }
  if (isForm(scene)) return { start, end, secret, confidence: 0.85 }
  const told = tellIn(scene, secret)
  if (told && !isErrand(scene) && !(has(scene, 'site') && !has(scene, 'to-us')))
    return { start: told.verb.start, end: told.verb.end, secret, confidence: told.confidence }
  return refersBack(scene, next) ? { start: next!.start, end: next!.end, secret, confidence: 0.8 } : undefined
}

// A letter of many sentences that warns against such mails shows what they ask.
const WARNS =
  /(?<!\p{L})(?:phishing|nepmail|smishing|quishing|oplichters?|oplichting|hameçonnage|valse (?:mail|sms|bericht)\p{L}*)(?!\p{L})/iu
const LONG = 8
const warns = (readings: readonly Reading[]): boolean =>
  readings.reduce((sum, { sentences }) => sum + sentences.length, 0) > LONG &&
  readings.some(({ text, role }) => role !== 'signature' && role !== 'disclaimer' && WARNS.test(text))

// 'je krijgt een mail met "stuur ons je pincode"': what others ask, told.
const OPENED = /["“„«][^"“”„«»]{0,160}$/u
const CLOSED = /^[^"“”„«»]{0,160}["”»]/u
const TOLD_OF =
  /(?<!\p{L})(?:mails?|mailtje|berichten|bericht(?:je)?|sms|zin|staat|stond|vraagt|vroeg|zegt|tekst|courriel|message|phrase|says|asks|krijgt|kregen)(?!\p{L})/iu
const SPOKEN = setOf('label.account', 'label.wifi', 'label.access', 'label.weak', 'credentials', 'login')
const PARAPHRASED = REQUEST_HINTS.bitOf('paraphrase') | REQUEST_HINTS.bitOf('filled')

type Stretch = Readonly<{ start: number; end: number; confidence: number }>

const stretchOf = ({ start, end, secret, confidence }: Asked): Stretch => ({
  start: Math.min(start, secret.start),
  end: Math.max(Math.min(end, start + 80), secret.end),
  confidence,
})

const isQuotation = (text: string, { start, end }: Stretch): boolean => {
  const before = text.slice(Math.max(0, start - 160), end)
  const open = OPENED.exec(before)
  return open !== null && CLOSED.test(text.slice(end, end + 164)) && TOLD_OF.test(before.slice(0, open.index))
}

/** Where a sentence asks for a secret: by grammar, else by the weight of its signs. Most have no word for either. */
const requestedIn = (secrets: TermIndex, at: number): Stretch | undefined => {
  const { text, words, role, sentences, surroundings } = secrets.reading
  const sentence = sentences[at]!
  const hints = REQUEST_HINTS.among(words, sentence.first, sentence.last)
  const spoken = (surroundings[at]!.here & SPOKEN) !== 0 || (hints & PARAPHRASED) !== 0
  const asked = spoken ? askedIn({ secrets, asks: secrets, sentence, text }, sentences[at + 1]) : undefined
  // What was asked of us stands below our answer; what we asked with an order stands there too.
  const quoted = role === 'quoted'
  if (asked) return quoted && sentence.question ? undefined : stretchOf(asked)
  const confidence = quoted ? 0 : requestIn(secrets, at, hints)
  return confidence === 0 || isDialogue({ text, sentence })
    ? undefined
    : { start: sentence.start, end: Math.min(sentence.end, sentence.start + 80), confidence }
}

const requestsIn = oncePerReading((reading): readonly Stretch[] => {
  const secrets = indexTerms(reading)
  return reading.sentences.flatMap((_, at) => {
    const asked = requestedIn(secrets, at)
    return asked && !isQuotation(reading.text, asked) ? [asked] : []
  })
})

const findingsIn = (reading: Reading, back: boolean): Finding[] => {
  if (reading.role === 'signature' || reading.role === 'disclaimer') return []
  const field = (back ? fieldIn(reading) : undefined) ?? askedItemIn(reading)
  return [...requestsIn(reading), ...(field ? [{ ...field, confidence: 0.85 }] : [])].map(
    ({ start, end, confidence }) => ({
      rule: 'password-request',
      place: placeAt(reading, start),
      excerpt: excerpt(reading, start, end),
      because: BECAUSE,
      confidence,
    }),
  )
}

export const passwordRequest: Detector<z.infer<typeof settings>> = {
  rule: 'password-request',
  settings,
  inspect: ({ readings }: Case) => {
    // The sample that it shows may be taken for a quotation, a text of its own.
    if (warns(readings)) return []
    const back = wantsBack(readings)
    return readings.flatMap((reading) => findingsIn(reading, back))
  },
}
