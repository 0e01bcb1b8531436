/**
 * The recipient must not be mailed, by this sender or by anyone: the directory's no-contact list.
 *
 * A person looks the recipient up, for everybody who sends: who is in From, and who really sends behind a shared mailbox.
 * Every pack enforces it, because a no-contact order protects a child or a colleague. Clause KI-5-harass.
 */
import { z } from 'zod'
import type { Case, Detector } from './detectors.ts'
import { maskAddress } from './mask.ts'

const settings = z.strictObject({})

const sendersOf = ({ message, sender }: Case): string[] => [
  ...new Set([sender.address, message.envelope.mailFrom.toLowerCase(), message.sender?.address ?? '']),
]

export const noContact: Detector<z.infer<typeof settings>> = {
  rule: 'no-contact',
  settings,
  inspect: (seen) => {
    const senders = sendersOf(seen)
    return seen.recipients
      .filter((recipient) => senders.some((sender) => seen.people.noContact(recipient.address, sender)))
      .map((recipient) => ({
        rule: 'no-contact',
        place: { in: 'recipients' },
        excerpt: maskAddress(recipient.address),
        because: {
          nl: 'Deze ontvanger staat op de lijst van mensen die geen mail willen of mogen krijgen.',
          fr: 'Ce destinataire figure sur la liste des personnes à ne pas contacter.',
          en: 'This recipient is on the list of people who must not be mailed.',
        },
        confidence: 0.98,
        recipients: [recipient.address],
      }))
  },
}
