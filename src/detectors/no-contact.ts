/**
 * The recipient must not be mailed, by this sender or by anyone: the directory's no-contact list. Clause KI-5-harass;
 * every pack enforces it, because a no-contact order protects a child or a colleague.
 */
import { z } from 'zod'
import type { Detector } from './detectors.ts'
import { maskAddress } from './mask.ts'

const settings = z.strictObject({})

export const noContact: Detector<z.infer<typeof settings>> = {
  rule: 'no-contact',
  settings,
  inspect: ({ recipients, people, sender }) =>
    recipients
      .filter((recipient) => people.noContact(recipient.address, sender.address))
      .map((recipient) => ({
        rule: 'no-contact',
        place: { in: 'recipients' },
        excerpt: maskAddress(recipient.address),
        because: {
          nl: 'Deze ontvanger staat op de lijst van mensen die geen mail mogen krijgen.',
          fr: 'Ce destinataire figure sur la liste des personnes à ne pas contacter.',
          en: 'This recipient is on the list of people who must not be mailed.',
        },
        confidence: 0.98,
        recipients: [recipient.address],
      })),
}
