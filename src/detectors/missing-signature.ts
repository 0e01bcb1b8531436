/**
 * The sender's own part lacks something the school's signature must have.
 *
 * A person looks below the greeting for a first and last name, function, school name, address or phone, and the demanded
 * web sites. What fools it: signatures in a table, on one line, in capitals, a web site that is only a link's target, a
 * name that only stands in From, words of the letter itself that look like a signature. Clause KI-5-signature.
 */
import { z } from 'zod'
import type { Said } from '../message/message.ts'
import type { Case, Detector } from './detectors.ts'
import { closingOf, hasContact, hasFunction, hasName, hasSchool, hasSite, sitesText } from './signature-parts.ts'

const PARTS = ['name', 'function', 'school', 'contact'] as const
type Part = (typeof PARTS)[number]

const settings = z.strictObject({
  parts: z
    .array(z.enum(PARTS))
    .default([...PARTS])
    .describe('What must be there, besides the web sites.'),
  websites: z.array(z.string()).default([]).describe('Web sites that must be named.'),
})
type Settings = z.infer<typeof settings>

const WORDS: Readonly<Record<Part, Said>> = {
  name: { nl: 'voor- en achternaam', fr: 'prénom et nom', en: 'first and last name' },
  function: { nl: 'functie', fr: 'fonction', en: 'function' },
  school: { nl: 'schoolnaam', fr: 'nom de l’école', en: 'school name' },
  contact: { nl: 'adres of telefoonnummer', fr: 'adresse ou numéro de téléphone', en: 'address or phone number' },
}

const missingOf = (seen: Case, { parts, websites }: Settings): Said[] => {
  const closing = closingOf(seen)
  const has: Readonly<Record<Part, () => boolean>> = {
    name: () => hasName(closing, seen),
    function: () => hasFunction(closing, seen),
    school: () => hasSchool(closing, seen),
    contact: () => hasContact(closing.text),
  }
  const said = websites.length > 0 ? sitesText(seen) : ''
  return [
    ...parts.filter((part) => !has[part]()).map((part) => WORDS[part]),
    ...websites.filter((site) => !hasSite(site, said)).map((site) => ({ nl: site, fr: site, en: site })),
  ]
}

/** Machines sign nothing; an invitation carries its organiser, and nothing can be added to it. */
const needsNone = ({ message, files }: Case): boolean =>
  message.automatic ||
  message.bulk ||
  message.parts.some((part) => part.type === 'text/calendar') ||
  files.files.some((file) => file.kind === 'calendar' && file.inline)

export const missingSignature: Detector<Settings> = {
  rule: 'missing-signature',
  settings,
  inspect: (seen, given) => {
    const missing = needsNone(seen) ? [] : missingOf(seen, given)
    if (missing.length === 0) return []
    const list = (language: keyof Said): string => missing.map((part) => part[language]).join(', ')
    const internal = seen.message.reply && seen.recipients.every((r) => r.ours)
    return [
      {
        rule: 'missing-signature',
        category: internal ? 'reply-internal' : 'incomplete',
        place: { in: 'signature' },
        excerpt: list('nl'),
        because: {
          nl: `In de handtekening ontbreekt: ${list('nl')}.`,
          fr: `Il manque dans la signature : ${list('fr')}.`,
          en: `The signature lacks: ${list('en')}.`,
        },
        confidence: 0.9,
        remedy: missing.map((part) => part.nl),
      },
    ]
  },
}
