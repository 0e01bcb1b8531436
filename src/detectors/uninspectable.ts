/**
 * uninspectable: something of the message could not be read, so nobody can say that it is harmless. A signature that
 * leaves the content readable is none of these. Serves ME-3.2-danger, SJ-3.2-danger; every pack enforces it.
 */
import { z } from 'zod'
import type { Said, Unread, UnreadReason } from '../message/message.ts'
import type { Case, Detector, Finding } from './detectors.ts'
import { maskText } from './mask-text.ts'

const settings = z.strictObject({})

/** A Said with the name of the file in its place. */
type Telling = (file: Said) => Said

const OTHER_WAY: Said = {
  nl: 'Deel het via de gedeelde map van de school, of verstuur het zonder wachtwoord als de inhoud dat toelaat. Mail nooit het wachtwoord: zeg het telefonisch.',
  fr: 'Partagez-le via le dossier partagé de l’école, ou envoyez-le sans mot de passe si le contenu le permet. N’envoyez jamais le mot de passe par mail : dites-le par téléphone.',
  en: 'Share it through the school’s shared folder, or send it without a password if the content allows. Never mail the password: tell it by phone.',
}

const telling =
  (nl: string, fr: string, en: string): Telling =>
  (file) => ({ nl: `${file.nl} ${nl}`, fr: `${file.fr} ${fr}`, en: `${file.en} ${en}` })

const TELLING: Readonly<Record<UnreadReason, Telling>> = {
  encrypted: telling(
    `is versleuteld of heeft een wachtwoord. Daarom kunnen we niet zien wat erin staat. ${OTHER_WAY.nl}`,
    `est chiffré ou protégé par un mot de passe. Nous ne voyons donc pas ce qu’il contient. ${OTHER_WAY.fr}`,
    `is encrypted or has a password, so we cannot see what is in it. ${OTHER_WAY.en}`,
  ),
  'unknown-format': telling(
    'is van een soort die we niet kunnen lezen. Bewaar het als pdf of als gewoon document en stuur het opnieuw.',
    'a un format que nous ne pouvons pas lire. Enregistrez-le en PDF ou en document ordinaire et renvoyez-le.',
    'has a format that we cannot read. Save it as a pdf or an ordinary document and send it again.',
  ),
  broken: telling(
    'is beschadigd en kan niet worden gelezen. Open het, bewaar het opnieuw en stuur het nog eens.',
    'est endommagé et ne peut pas être lu. Ouvrez-le, enregistrez-le de nouveau et renvoyez-le.',
    'is damaged and cannot be read. Open it, save it again and send it once more.',
  ),
  limit: telling(
    'is te groot of te ingewikkeld om na te kijken. Splits het op, of deel het via de gedeelde map van de school.',
    "est trop grand ou trop complexe pour être vérifié. Divisez-le, ou partagez-le via le dossier partagé de l'école.",
    'is too large or too complex to check. Split it, or share it through the school’s shared folder.',
  ),
  'reader-crashed': telling(
    'kon niet worden gelezen. Bewaar het opnieuw, liefst als pdf, en stuur het nog eens.',
    "n'a pas pu être lu. Enregistrez-le de nouveau, de préférence en pdf, et renvoyez-le.",
    'could not be read. Save it again, preferably as a pdf, and send it once more.',
  ),
  'reader-timeout': telling(
    'kon niet op tijd worden gelezen. Splits het op of bewaar het als pdf, en stuur het nog eens.',
    "n'a pas pu être lu à temps. Divisez-le ou enregistrez-le en pdf, et renvoyez-le.",
    'could not be read in time. Split it or save it as a pdf, and send it once more.',
  ),
}

const APART =
  /(?<!\p{L})(?:aparte?|volgende|andere|tweede|vorige|afzonderlijke|separate|second|another|next|autre|prochain|second|séparé)\s(?:e-?)?(?:mail|mailtje|bericht|message|courriel)(?!\p{L})|(?<!\p{L})volgt (?:apart|per mail|zo|straks|dadelijk|in een)|(?<!\p{L})mail ik (?:je |u )?(?:apart|straks|zo)/iu
const NEAR = 90

const BY_MAIL: Said = {
  nl: ' Stuur het wachtwoord ook niet in een andere mail: wie deze mailbox kan lezen, heeft dan allebei. Zeg het telefonisch of via sms.',
  fr: ' N’envoyez pas non plus le mot de passe dans un autre mail : qui peut lire cette boîte a alors les deux. Donnez-le par téléphone ou par SMS.',
  en: ' Do not send the password in another mail either: whoever can read this mailbox then has both. Tell it by phone or by text message.',
}

/** "Het wachtwoord volgt in een aparte mail": to the same mailbox. */
const promisesByMail = ({ readings }: Case): boolean =>
  readings.some(({ role, text, index }) =>
    role === 'own' || role === 'subject'
      ? index
          .all('password.label')
          .some(({ start, end }) => APART.test(text.slice(Math.max(0, start - NEAR), end + NEAR)))
      : false,
  )

const joined = (one: Said, more: Said): Said => ({ nl: one.nl + more.nl, fr: one.fr + more.fr, en: one.en + more.en })

const nameOf = ({ place }: Unread, shown: string): Said =>
  place.file
    ? { nl: `De bijlage ${shown}`, fr: `La pièce jointe ${shown}`, en: `The attachment ${shown}` }
    : { nl: 'Een deel van het bericht', fr: 'Une partie du message', en: 'A part of the message' }

const findingOf = (seen: Case, unread: Unread): Finding => {
  const shown = unread.place.file ? maskText(seen, unread.place.file) : ''
  const because = TELLING[unread.reason](nameOf(unread, shown))
  return {
    rule: 'uninspectable',
    category: unread.reason,
    place: unread.place,
    excerpt: shown,
    because: unread.reason === 'encrypted' && promisesByMail(seen) ? joined(because, BY_MAIL) : because,
    confidence: 0.95,
  }
}

export const uninspectable: Detector<z.infer<typeof settings>> = {
  rule: 'uninspectable',
  settings,
  inspect: (seen: Case) => seen.unread.map((unread) => findingOf(seen, unread)),
}
