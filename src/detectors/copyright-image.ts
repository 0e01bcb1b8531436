/**
 * copyright-image: a picture that says of itself whose it is: a stock or press agency in its metadata or file name, or a
 * copyright notice of somebody else. Fooled by the camera's owner (a teacher) in the artist field: an artist alone is no
 * claim, and neither are free libraries. Serves KI-4-copyright.
 */
import { z } from 'zod'
import type { AttachedFile } from '../attachments/attachments.ts'
import { fold, tokenise } from '../message/message.ts'
import type { Case, Detector, Finding } from './detectors.ts'
import { maskText } from './mask-text.ts'

const settings = z.strictObject({
  owners: z.array(z.string()).default([]).describe('Names in a copyright notice that are the school’s own.'),
})
type Settings = z.infer<typeof settings>

const CLAIMS = ['copyright', 'credit', 'source', 'artist', 'creator', 'title', 'author'] as const
const FILE_NAME =
  /(?:^|[^a-z])(?:shutterstock[_-]?\d{5}|gettyimages[_-]?\d{5}|istock(?:photo)?[_-]?\d{5}|adobestock[_-]?\d{5}|depositphotos[_-]?\d{5}|dreamstime[_-]?\w{0,12}[_-]?\d{4}|alamy[_-]?[a-z0-9]{5}|123rf[_-]?\d{5}|bigstock[_-]?\S{0,40}\d{5}|fotolia[_-]?\d{5}|\d{6}-?(?:istock|shutterstock))/i
// "©" alone, the camera's "Picasa", a bare year: nobody's name.
const NAMES_NOBODY = /^[\s©(c)copyright0-9,.:-]*$/i

const because = (agency: string) => {
  const whose = agency === '' ? '' : ` (${agency})`
  return {
    nl: `Deze afbeelding lijkt van iemand anders te zijn${whose}. Gebruik die alleen met toestemming of een licentie.`,
    fr: `Cette image semble appartenir à quelqu’un d’autre${whose}. Utilisez-la seulement avec une autorisation ou une licence.`,
    en: `This picture seems to belong to somebody else${whose}. Use it only with permission or a licence.`,
  }
}

const finding = (seen: Case, file: AttachedFile, shown: string, name: string, confidence: number): Finding => ({
  rule: 'copyright-image',
  category: name === '' ? 'owner' : 'agency',
  place: { in: 'attachment', file: file.path },
  excerpt: maskText(seen, shown),
  because: because(name),
  confidence,
})

const squeezed = (text: string): string => fold(text).replace(/[^\p{L}\d]/gu, '')

/** The school's names as they may stand in a notice: its own, its domains', its web sites'. */
const ownersOf = (seen: Case, given: readonly string[]): string[] => {
  const { people, sender, recipients } = seen
  const schools = [sender, ...recipients].flatMap((who) => who.persons).flatMap((p) => people.school(p.school) ?? [])
  const hosts = [...people.domains, sender.address.split('@')[1] ?? '', ...schools.flatMap((s) => s.websites)]
  const labels = hosts.map((host) => host.replace(/^(?:https?:\/\/)?(?:www\.)?/, '').split('.')[0]!)
  return [...given, ...schools.map((s) => s.name), ...labels].map(squeezed).filter((name) => name.length > 2)
}

const ownsIt = (seen: Case, value: string, owners: readonly string[]): boolean => {
  const written = squeezed(value)
  const words = tokenise(value)
  return (
    ownersOf(seen, owners).some((owner) => written.includes(owner)) ||
    seen.people.namesIn(value, words).length > 0 ||
    seen.message.from.some((box) => box.name !== '' && written.includes(squeezed(box.name))) ||
    /school|college|lyceum|instituut|campus|atheneum|\b(?:obs|cbs|rkbs|pcbs|sbo|vbs|gbs|ggo|kleuterschool)\b/.test(
      fold(value),
    )
  )
}

const claimOf = (seen: Case, file: AttachedFile, { owners }: Settings): Finding | undefined => {
  const named = FILE_NAME.exec(file.name)
  if (named) return finding(seen, file, file.name, named[0].replace(/[^a-z]+/gi, ' ').trim(), 0.9)
  for (const key of CLAIMS) {
    const value = file.properties[key]
    if (!value) continue
    const terms = seen.lexicon.find(value, tokenise(value))
    if (terms.some((hit) => hit.class === 'stock.free')) return undefined
    const agency = terms.find((hit) => hit.class === 'stock.agency')
    if (agency && (key !== 'title' || file.kind === 'picture')) return finding(seen, file, value, agency.term, 0.92)
    if (key === 'copyright' && !NAMES_NOBODY.test(value) && !ownsIt(seen, value, owners))
      return finding(seen, file, value, '', 0.7)
  }
  return undefined
}

export const copyrightImage: Detector<Settings> = {
  rule: 'copyright-image',
  settings,
  inspect: (seen: Case, given: Settings) =>
    seen.files.files
      .filter((file) => file.kind === 'picture' || file.kind === 'video')
      .flatMap((file) => claimOf(seen, file, given) ?? []),
}
