/**
 * unapproved-channel: moves pupils or parents to a chat group or platform that the school did not choose, or goes to an
 * SMS or chat gateway. A reader looks for a platform with an invitation beside it, or for a group link. Fooled by
 * warnings, lessons and incident reports, which name the same platforms, and by links to the school's public page in a
 * signature (read apart). Serves ME-4.2, SJ-4.2, OP-channels, OP-pupils, KA-whatsapp, KA-besloten.
 */
import { z } from 'zod'
import { fold, placeAt, type Said } from '../message/message.ts'
import { isOutsider } from './audience.ts'
import type { Case, Detector, Finding, Reading, Recipient } from './detectors.ts'
import { excerpt } from './excerpt.ts'
import type { TermHit } from './lexicon.ts'
import { maskAddress } from './mask.ts'
import { isPrivatePerson } from './private-mail.ts'
import { type Sentence, sentenceAt } from './sentences.ts'
import { indexTerms, type TermIndex } from './term-index.ts'

const settings = z.strictObject({
  approved: z.array(z.string()).default([]).describe('Platforms the school chose: never reported.'),
  parents: z.boolean().default(true).describe('Whether moving parents counts; pupils always do.'),
})
type Settings = z.infer<typeof settings>
type Whom = 'pupils' | 'parents'

const BECAUSE: Readonly<Record<Whom | 'gateway', Said>> = {
  pupils: {
    nl: 'Leerlingen worden uitgenodigd op een chatgroep of platform dat de school niet heeft gekozen.',
    fr: 'Des élèves sont invités sur un groupe de discussion ou une plateforme que l’école n’a pas choisis.',
    en: 'Pupils are invited to a chat group or platform that the school did not choose.',
  },
  parents: {
    nl: 'Ouders worden uitgenodigd op een chatgroep of platform dat de school niet heeft gekozen.',
    fr: 'Des parents sont invités sur un groupe de discussion ou une plateforme que l’école n’a pas choisis.',
    en: 'Parents are invited to a chat group or platform that the school did not choose.',
  },
  gateway: {
    nl: 'Dit adres zet de mail om in een sms of chatbericht.',
    fr: 'Cette adresse transforme l’e-mail en SMS ou en message de chat.',
    en: 'This address turns the mail into a text or chat message.',
  },
}

const LINKS =
  /(?:chat\.whatsapp\.com\/|wa\.me\/|whatsapp\.com\/channel\/|discord\.gg\/|discord\.com\/invite\/|t\.me\/|telegram\.me\/|signal\.group\/|facebook\.com\/groups\/|m\.me\/|fb\.me\/|snapchat\.com\/(?:add|t)\/|invite\.viber\.com)/i
const LINK_MARKS = [
  'whatsapp.com/',
  'wa.me/',
  'discord.',
  't.me/',
  'telegram.me/',
  'signal.group/',
  'facebook.com/groups',
  'm.me/',
  'snapchat.com/',
  'viber.com',
]

// What every link of a group ends its host with.
const LINK_HOST = /\.(?:com|me|gg|group)/i

/** Sure invitations whatever the words around: nobody links a group except to join it. */
const linkIn = (text: string): { start: number; end: number } | undefined => {
  if (!LINK_HOST.test(text)) return undefined
  const lower = text.toLowerCase()
  for (const mark of LINK_MARKS) {
    for (let at = lower.indexOf(mark); at >= 0; at = lower.indexOf(mark, at + 1)) {
      const from = Math.max(0, at - 24)
      const match = LINKS.exec(text.slice(from, at + 48))
      if (match && !/[a-z0-9-]$/i.test(text.slice(0, from + match.index).slice(-1)))
        return { start: from + match.index, end: from + match.index + match[0].length }
    }
  }
  return undefined
}

/** "ouders.4a@": what the directory does not know, the address tells. */
const isFamilyList = (recipient: Recipient): boolean => recipient.ours && isOutsider(recipient)

const OF_PUPILS = /leerling|eleve|student|pupil|\blln/

/** Pupils themselves, or a group whose members they are ("3ew@"). */
const isToPupils = ({ recipients }: Case): boolean =>
  recipients.some(
    ({ class: kind, address, group }) =>
      kind === 'pupil' || OF_PUPILS.test(address) || group?.members.some((member) => OF_PUPILS.test(member)),
  )

/** "Met mij en alle kinderen van de klas." */
const CHILDREN =
  /\b(?:met|voor|avec|with)(?: \p{L}{1,12}){0,3} (?:alle|de|jullie|onze|all|tous les) (?:kinderen|kids|children|enfants)(?!\p{L})/iu

/** Who is moved: named in the sentence, else those who are written to. */
const whomOf = (seen: Case, index: TermIndex, { start, end }: Sentence): Whom | undefined => {
  if (
    index.near('channel.colleagues', start, end) &&
    !index.near('channel.parents', start, end) &&
    !index.near('channel.pupils', start, end)
  )
    return undefined
  const parents = seen.recipients.some((r) => r.class === 'parent' || /ouder|parent/.test(r.address))
  const pupils = isToPupils(seen)
  if (pupils && !parents) return 'pupils'
  if (index.near('channel.parents', start, end)) return 'parents'
  const spoken = index.near('channel.pupils', start, end)
  const said = index.reading.text.slice(start, end)
  if (parents) return CHILDREN.test(said) || OF_PUPILS.test(spoken?.term ?? '') ? 'pupils' : 'parents'
  if (spoken && spoken.term !== 'klas' && spoken.term !== 'jullie') return 'pupils'
  if (index.all('channel.parents').length > 0) return 'parents'
  if (spoken || index.all('channel.pupils').length > 0) return 'pupils'
  // Strangers at a free-mail address are families; partners and firms are nobody to move.
  return seen.recipients.some((r) => r.freeMail || (r.class === 'outside' && r.ours)) ? 'parents' : undefined
}

const isApproved = (term: string, approved: readonly string[]): boolean =>
  approved.some((name) => fold(name).replace(/\W/g, '') === term.replace(/\W/g, ''))

/** "Het werkstuk over TikTok": a task about the platform, not one that is done on it. */
const isTaught = (index: TermIndex, { start, end }: Sentence, hit: TermHit): boolean =>
  index.near('channel.lesson', start, end) !== undefined ||
  index
    .all('channel.task')
    .some(
      (task) =>
        task.start >= start &&
        task.end <= hit.start &&
        /^\s(?:over|rond|omtrent|about|on|sur)\b/i.test(index.reading.text.slice(task.end, hit.start)),
    )

const JOINS =
  /\b(?:sluit (?:je|jullie|u|gerust|allen)|word (?:ook |allemaal )?lid|voeg|kom er|kom gerust|geef (?:me |mij |ons )?(?:je|jullie|uw)|scan|klik|join|rejoign\w+|ajoute\w*|add)\b/i

/** "Die mails lezen jullie nooit, dus ik heb op Snapchat …": what is said before is why, and no warning. */
const THEREFORE = /[,;–-]\s(?:en )?(?:dus|daarom|vandaar|donc|alors|so)\s/iu

/** "Opgelet" before a plain call to join warns of nothing. */
const isWarned = (index: TermIndex, { start, end }: Sentence, { start: at }: Readonly<{ start: number }>): boolean => {
  const warning = index.near('channel.warning', start, end)
  if (!warning || THEREFORE.test(index.reading.text.slice(warning.end, Math.max(at, warning.end)))) return false
  return !(/^(?:let op|opgelet)$/.test(warning.term) && JOINS.test(index.reading.text.slice(start, end)))
}

/** The school says elsewhere in the letter that the group is not its own; then only a plain call to join counts. */
const isDisclaimed = (seen: Case): boolean =>
  seen.readings.some(
    (r) => (r.role === 'own' || r.role === 'subject') && indexTerms(r).all('channel.disclaimed').length > 0,
  )

/** "VLOGGER: Voeg me toe op Snap": the words of a play are nobody's invitation. */
const isPlayed = (text: string): boolean =>
  (text.match(/(?:^|[\n.!?)]\s{0,2})\p{Lu}{3,20}(?: \p{Lu}{2,20}| \d)?\s?: /gu) ?? []).length > 1

const CLOSE = /(?<![\p{L}])(?:ik|me|mij|mijn|m['’]n|we|wij|je|moi|mon|i|my)(?![\p{L}])/iu

const GROUP = /groep|group|server|kanaal|klas(?:sen)?app/i
const SINGLE = new Set([
  'signal',
  'messenger',
  'twitter',
  'skype',
  'insta',
  'facebook',
  'kik',
  'twitch',
  'reddit',
  '=Snap',
])

const NOT = /\b(?:niet|geen|pas|not)\b/i

/** Families are written to, and are to send something there: "spreek het in op Telegram", "Messenger ze naar mij". */
const SENDS =
  /(?<!\p{L})(?:stuur|stuurt|sturen|zend|drop|deel|delen|upload|plaats|spreek|inspreken|meld|laat|bezorg|app|appt|snap|mail|zet|zetten|envoyez|send|post)(?!\p{L})/iu
const TO_FAMILIES = /(?<!\p{L})(?:naar (?:mij|me|ons)|me|mij|ons|mijn|@\w{3,}|spraakbericht|voice ?message)(?!\p{L})/iu
/** A cloud of the writer's own is a platform the school did not choose; the school's own drive is not. */
const OWN_CLOUD =
  /(?<!\p{L})(?:mijn|m['’]n|mn|een|ma|mon|my)\s(?:(?:eigen|persoonlijke|priv[eé]|own|personal|private)[- ]?)(?:dropbox|google ?drive|drive|onedrive|icloud|wetransfer|google ?photos|google ?foto['’]?s)(?!\p{L})/iu

type Invited = Readonly<{ hit: Readonly<{ start: number; end: number }>; sentence: Sentence }>

/** `disclaimed`: the school says that the group is not its own. `families`: pupils or parents are written to. */
type Addressed = Readonly<{ disclaimed: boolean; pupils: boolean; families: boolean }>

/** "Ik zet de foto's op mijn eigen Dropbox", to families. */
const cloudIn = ({ reading }: TermIndex, sentences: readonly Sentence[]): Invited | undefined => {
  const match = OWN_CLOUD.exec(reading.text)
  const sentence = match && sentences[sentenceAt(sentences, match.index)]
  if (!match || !sentence || NOT.test(reading.text.slice(sentence.start, match.index))) return undefined
  return { hit: { start: match.index, end: match.index + match[0].length }, sentence }
}

/** "Telegram gebruiken we niet" is no; "op Telegram, dan moet u niet bellen" is yes. */
const clauseEnd = (text: string, from: number, end: number): number => {
  const comma = text.indexOf(',', from)
  return comma < 0 ? end : Math.min(comma, end)
}

/** A platform and an invitation in one sentence, with no warning, lesson or incident about. */
const invitationIn = (
  index: TermIndex,
  sentences: readonly Sentence[],
  { approved }: Settings,
  { disclaimed, pupils, families }: Addressed,
): Invited | undefined => {
  const { text } = index.reading
  if (isPlayed(text)) return undefined
  for (const hit of index.all('channel.platform')) {
    // "whatsapp-groep" is also "whatsapp": the longer one tells more.
    if (isApproved(hit.term, approved) || index.at(hit.start, 'channel.platform') !== hit) continue
    const sentence = sentences[sentenceAt(sentences, hit.start)]
    if (!sentence) continue
    const { start, end } = sentence
    const words = text.slice(start, end)
    if (isWarned(index, sentence, hit) || isTaught(index, sentence, hit)) continue
    if (disclaimed && !JOINS.test(words)) continue
    const sends =
      families &&
      SENDS.test(words) &&
      TO_FAMILIES.test(words) &&
      !NOT.test(text.slice(start, clauseEnd(text, hit.end, end)))
    if (!sends && NOT.test(words) && !/niet (?:vergeten|aarzelen)|nog (?:niet|geen)/i.test(words)) continue
    const invite = index
      .all('channel.invite')
      .find((i) => i.start >= start && i.end <= end && (i.start >= hit.end || i.end <= hit.start))
    const grouped = GROUP.test(hit.term)
    if ((!grouped || !invite || sentence.question) && index.near('channel.report', start, end)) continue
    if (grouped && (sentence.question || /\bde vraag of\b/i.test(words)) && !JOINS.test(words)) continue
    // To pupils themselves "ik", "me" and "we" beside a platform is an invitation, however it is put.
    const close = pupils && CLOSE.test(words)
    if (!invite && !grouped && !close && !sends) continue
    if (
      SINGLE.has(hit.term) &&
      !sends &&
      !/groep|group|server|kanaal|toevoeg|voeg|add|volg|join|reageer|story|check|rejoin|lid|stuur|contact/i.test(words)
    )
      continue
    // Public pages: "volg onze school op Instagram", "like onze pagina".
    if (
      /\b(?:volg|like|follow|suivez)(?: \p{L}+){0,3} (?:school|pagina|page|ons|onze|notre|our)(?!\p{L})/iu.test(words)
    )
      continue
    if (
      grouped &&
      !invite &&
      !/kom|welkom|link|nieuwe|deze|onze|notre|via|vanaf|(?:plaatsen|zetten|delen) we/i.test(words)
    )
      continue
    return { hit, sentence }
  }
  return undefined
}

const TO_ME = /(?<![\p{L}])(?:me|mij|ons|mijn|m['’]n|moi|my)(?![\p{L}])|(?:\+|\b0)\d[\d ./-]{7,14}\d/iu
const NUMBER = /(?:\+|\b0)[1-9][\d ./-]{7,14}\d/

const NO_CHAT =
  /\b(?:niet|geen|nooit|pas de) (?:meer |te |via |per ){0,2}(?:een )?(?:app|sms|whatsapp|texto)|\b(?:app|sms)(?:en|jes?)? (?:me |mij |ons )?(?:liever )?(?:niet|nooit)\b/i

// Somebody is put into a group, or made one.
const PUTS = /\b(?:zet|steek|gooi|voeg|stop|plaats|gemaakt|aangemaakt|opgericht|ajoute|put|add)\b/i

/** A chat without its name: "stuur me een appje op 0470…", "geef je nummer, dan steek ik je in het groepje". */
const chatIn = (
  index: TermIndex,
  sentences: readonly Sentence[],
  given: Settings,
  pupils: boolean,
): Invited | undefined => {
  const { text } = index.reading
  if (isApproved('whatsapp', given.approved) || isPlayed(text)) return undefined
  const within = (name: string, { start, end }: Sentence) => index.near(name, start, end)
  for (const hit of [...index.all('channel.chat'), ...index.all('channel.ring')]) {
    const sentence = sentences[sentenceAt(sentences, hit.start)]
    if (!sentence || isWarned(index, sentence, hit) || isTaught(index, sentence, hit)) continue
    if (within('channel.report', sentence) || within('channel.colleagues', sentence)) continue
    const words = text.slice(sentence.start, sentence.end)
    if (NO_CHAT.test(words) || given.approved.some((name) => fold(words).includes(fold(name)))) continue
    const ring = within('channel.ring', sentence) !== undefined && PUTS.test(words)
    const next = sentences[sentenceAt(sentences, hit.start) + 1]
    const said = [sentence, ...(ring && next ? [next] : [])]
    const number = said.some((one) => within('channel.number', one)) || NUMBER.test(words)
    const chat = within('channel.chat', sentence) !== undefined && TO_ME.test(words)
    if ((ring && (number || chat)) || (chat && (pupils || number))) return { hit, sentence }
  }
  return undefined
}

const BRANDS: Readonly<Record<string, string>> = {
  'wa.me': 'whatsapp',
  't.me': 'telegram',
  'm.me': 'messenger',
  'fb.me': 'facebook',
}

const brandOf = (link: string): string => {
  const brand =
    /whatsapp|wa\.me|discord|telegram|t\.me|signal|facebook|fb\.me|m\.me|snapchat|viber/i
      .exec(link)?.[0]
      .toLowerCase() ?? ''
  return BRANDS[brand] ?? brand
}

const finding = (whom: Whom, place: Finding['place'], shown: string, confidence: number): Finding => ({
  rule: 'unapproved-channel',
  category: whom,
  place,
  excerpt: shown,
  because: BECAUSE[whom],
  confidence,
})

const counts = (whom: Whom | undefined, given: Settings): whom is Whom =>
  whom === 'pupils' || (whom === 'parents' && given.parents)

const findingIn = (seen: Case, reading: Reading, given: Settings): Finding[] => {
  const index = indexTerms(reading)
  const link = linkIn(reading.text)
  const families = seen.recipients.some((r) => isPrivatePerson(r) || isFamilyList(r))
  const cloud = families ? cloudIn(index, reading.sentences) : undefined
  const quiet = ['platform', 'chat', 'ring'].every((name) => index.all(`channel.${name}`).length === 0)
  if (!link && !cloud && quiet) return []
  const { sentences } = reading
  const approved = link && isApproved(brandOf(reading.text.slice(link.start, link.end)), given.approved)
  const invited =
    link && !approved
      ? { hit: link, sentence: sentences[sentenceAt(sentences, link.start)] }
      : (invitationIn(index, sentences, given, {
          disclaimed: isDisclaimed(seen),
          pupils: isToPupils(seen),
          families,
        }) ??
        chatIn(index, sentences, given, isToPupils(seen)) ??
        cloud)
  if (!invited?.sentence) return []
  const whom = whomOf(seen, index, invited.sentence)
  const { start, end } = invited.hit
  return counts(whom, given)
    ? [finding(whom, placeAt(reading, start), excerpt(reading, start, end), link ? 0.9 : 0.8)]
    : []
}

/** A group link behind words: "klik hier". */
const behindLinks = (seen: Case, given: Settings): Finding[] => {
  const own = seen.readings.find((r) => r.role === 'own')
  if (!own) return []
  const whole: Sentence = { first: 0, last: own.words.length, start: 0, end: own.text.length, question: false }
  return seen.message.links.flatMap(({ href, place }): Finding[] => {
    const link = place.in === 'text' ? linkIn(href) : undefined
    if (!link || isApproved(brandOf(href), given.approved)) return []
    const whom = whomOf(seen, indexTerms(own), whole)
    return counts(whom, given) ? [finding(whom, place, href.slice(link.start, link.end), 0.9)] : []
  })
}

const GATEWAY =
  /@(?:(?:[\w-]{1,63}\.){0,5}(?:sms|mms|txt|text|smsgateway|sms-gateway|sms2email|email2sms|mail2sms)[\w-]{0,40}\.[\w.-]{1,100}|(?:[\w-]{1,63}\.){0,5}(?:smsgateway|clickatell|textmagic|spryng|messagebird|cm|ringring|smstools|textlocal|vodafone-sms|esendex)\.(?:com|be|nl|net|eu|mobi)|txt\.att\.net|vtext\.com|tmomail\.net|[\w.-]{0,60}(?:whatsapp|telegram|slack|discord)[\w-]{0,40}\.[a-z]{2,24})$/i
const NUMBER_BOX = /^\+?\d{8,14}@/

const isGateway = (r: Recipient): boolean =>
  (GATEWAY.test(r.address) && !/@cm\./i.test(r.address)) || (NUMBER_BOX.test(r.address) && !r.ours && !r.freeMail)

const gateways = (seen: Case): Finding[] =>
  seen.recipients.filter(isGateway).map((r) => ({
    rule: 'unapproved-channel',
    category: 'gateway',
    place: { in: 'recipients' },
    excerpt: maskAddress(r.address),
    because: BECAUSE.gateway,
    confidence: 0.88,
    recipients: [r.address.toLowerCase()],
  }))

const ROLES = new Set(['subject', 'own', 'attachment'])

export const unapprovedChannel: Detector<Settings> = {
  rule: 'unapproved-channel',
  settings,
  inspect: (seen: Case, given: Settings) => {
    const found = gateways(seen)
    if (!seen.recipients.some(isOutsider)) return found
    return [
      ...found,
      ...behindLinks(seen, given),
      ...seen.readings.filter((r) => ROLES.has(r.role)).flatMap((r) => findingIn(seen, r, given)),
    ]
  },
}
