/**
 * uninspectable: something of the message could not be read, so nobody can say that it is harmless. A signature that
 * leaves the content readable is none of these. Serves ME-3.2-danger, SJ-3.2-danger; every pack enforces it.
 */
import { z } from 'zod'
import type { Said, Unread } from '../message/message.ts'
import type { Case, Detector, Finding } from './detectors.ts'
import { maskText } from './mask-text.ts'
import { tellingOf } from './uninspectable-words.ts'

const settings = z.strictObject({})

const APART =
  /(?<!\p{L})(?:aparte?|volgende|andere|tweede|vorige|afzonderlijke|separate|second|another|next|autre|prochain|second|séparé)\s(?:e-?)?(?:mail|mailtje|bericht|message|courriel)(?!\p{L})|(?<!\p{L})volgt (?:apart|per mail|zo|straks|dadelijk|in een)|(?<!\p{L})mail ik (?:je |u )?(?:apart|straks|zo)/iu
const NEAR = 90

const BY_MAIL: Said = {
  nl: ' Stuur het wachtwoord ook niet in een andere mail: wie deze mailbox kan lezen, heeft dan allebei. Zeg het telefonisch of via sms.',
  fr: ' N’envoyez pas non plus le mot de passe dans un autre e-mail : qui peut lire cette boîte a alors les deux. Donnez-le par téléphone ou par SMS.',
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

const joined = (one: Said, more: Said, by = ''): Said => ({
  nl: one.nl + by + more.nl,
  fr: one.fr + by + more.fr,
  en: one.en + by + more.en,
})

const nameOf = ({ place }: Unread, shown: string): Said =>
  place.file
    ? { nl: `De bijlage ${shown}`, fr: `Le fichier ${shown}`, en: `The attachment ${shown}` }
    : { nl: 'Een deel van het bericht', fr: 'Un élément du message', en: 'A part of the message' }

const findingOf = (seen: Case, unread: Unread): Finding => {
  const shown = unread.place.file ? maskText(seen, unread.place.file) : ''
  const because = joined(nameOf(unread, shown), tellingOf(unread), ' ')
  return {
    rule: 'uninspectable',
    category: unread.reason,
    place: unread.place,
    excerpt: shown,
    because: unread.reason === 'encrypted' && promisesByMail(seen) ? joined(because, BY_MAIL) : because,
    confidence: 0.95,
  }
}

const keyOf = ({ place, because }: Finding): string => `${JSON.stringify(place)} ${because.nl}`

export const uninspectable: Detector<z.infer<typeof settings>> = {
  rule: 'uninspectable',
  settings,
  // Ten faults in how one message is built ask for the same one step.
  inspect: (seen: Case) => [
    ...new Map(seen.unread.map((unread) => findingOf(seen, unread)).map((one) => [keyOf(one), one])).values(),
  ],
}
