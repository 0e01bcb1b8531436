/**
 * large-attachment: files that belong in shared storage rather than in a hundred mail boxes. Only whole attachments
 * count, not what is packed in them. Serves KI-10-files.
 */
import { z } from 'zod'
import type { Case, Detector } from './detectors.ts'
import { maskText } from './mask-text.ts'

const settings = z.strictObject({
  maxBytes: z
    .int()
    .positive()
    .default(10_000_000)
    .describe('Attachments larger than this, one by one or together, are better shared.'),
})
type Settings = z.infer<typeof settings>

const megabytes = (bytes: number): number => Math.max(1, Math.round(bytes / 1_000_000))

// Base64 writes 3 bytes as 4 and a line end after 76.
const decoded = (encoded: number): number => Math.floor((encoded * 3 * 76) / (4 * 78))

export const largeAttachment: Detector<Settings> = {
  rule: 'large-attachment',
  settings,
  inspect: (seen: Case, { maxBytes }: Settings) => {
    const sizes = new Map(seen.files.files.map((file) => [file.path, file.size]))
    const parts = seen.message.parts.map((part) => ({
      name: part.name,
      size: sizes.get(part.name) ?? decoded(part.size),
    }))
    const total = parts.reduce((sum, part) => sum + part.size, 0)
    const largest = parts.reduce((a, b) => (b.size > a.size ? b : a), { name: '', size: 0 })
    if (total <= maxBytes) return []
    const mb = megabytes(total)
    return [
      {
        rule: 'large-attachment',
        place: { in: 'attachment', ...(largest.name === '' ? {} : { file: largest.name }) },
        excerpt: maskText(seen, largest.name),
        because: {
          nl: `De bijlagen zijn samen ${mb} MB. Zet ze in de gedeelde opslag van de school en stuur de link.`,
          fr: `Les pièces jointes font ensemble ${mb} Mo. Placez-les dans l’espace partagé de l’école et envoyez le lien.`,
          en: `The attachments are ${mb} MB together. Put them in the school’s shared storage and send the link.`,
        },
        confidence: 0.95,
      },
    ]
  },
}
