/**
 * pupil-photo: photos or film with recognisable pupils go to somebody outside the staff, with no consent told in the
 * message or known for all of them. A picture is not looked into: a reader goes by what the message, the file names and
 * the camera's own marks say. Fooled by logos, signature pictures, and photos of things ("de nieuwe fietsenstalling").
 * Serves ME-5.4-photo, SJ-5.4-photo, KI-8-photo, KI-13-names, OP-photo, OP-privacy, KA-A5.
 */
import { z } from 'zod'
import type { AttachedFile } from '../attachments/attachments.ts'
import type { Person } from '../directory/directory.ts'
import { type Place, placeAt, type Said } from '../message/message.ts'
import { isOutsider, outsidersOf } from './audience.ts'
import type { Case, Detector, Reading } from './detectors.ts'
import { excerpt } from './excerpt.ts'
import { maskText } from './mask-text.ts'
import { tellsConsent, tellsDoubt } from './photo-consent.ts'
import { type Evidence, pupilsIn, shownByName, spokenOf } from './photo-subject.ts'
import { indexTerms } from './term-index.ts'

const settings = z.strictObject({})

const BECAUSE: Readonly<Record<'with-names' | 'without-consent', Said>> = {
  'with-names': {
    nl: 'Hier gaan beelden van leerlingen met hun naam erbij naar buiten. Er staat niet bij dat iedereen toestemming gaf.',
    fr: 'Des images d’élèves partent ici avec leur nom. Rien n’indique que tous ont donné leur accord.',
    en: 'Pictures of pupils leave the school here with their names. Nothing says that everybody consented.',
  },
  'without-consent': {
    nl: 'Hier gaan beelden van leerlingen naar buiten. Er staat niet bij dat iedereen toestemming gaf.',
    fr: 'Des images d’élèves quittent ici l’école. Rien n’indique que tous ont donné leur accord.',
    en: 'Pictures of pupils leave the school here. Nothing says that everybody consented.',
  },
}

// A logo or button is smaller; a photo of people of this size shows nobody.
const SMALL = 12_000
const NOT_A_PHOTO =
  /logo|handtekening|signature|banner|icon|button|header|footer|facebook|instagram|linkedin|twitter|youtube|image0\d\d\.|outlook-|schermafb|screenshot|scan|afdruk|plattegrond|affiche|poster|flyer|uitnodiging/i
const CAMERA =
  /^(?:IMG|DSC[NF]?|DCIM|PXL|MVI|VID|GOPR|P\d{7}|\d{8}_\d{6}|WhatsApp (?:Image|Video)|Photo|Foto|image\d*\.(?:heic|jpe?g))/i
const ALBUM = [
  'photos.app.goo.gl',
  'photos.google.',
  'icloud.com/sharedalbum',
  'wetransfer.com',
  'we.tl/',
  'flickr.com',
  'myalbum.com',
  'dropbox.com',
  'drive.google.com',
  'youtu.be',
  'youtube.com',
]

const picturesOf = (seen: Case): AttachedFile[] =>
  seen.files.files.filter(
    (file) =>
      (file.kind === 'picture' || file.kind === 'video') &&
      !NOT_A_PHOTO.test(file.name) &&
      !(file.inline && file.size < SMALL),
  )

const isShot = (file: AttachedFile): boolean =>
  CAMERA.test(file.name) ||
  file.properties.cameraMake !== undefined ||
  file.properties.gps !== undefined ||
  file.kind === 'video'

const fromText = (seen: Case, pictures: readonly AttachedFile[]): Evidence | 'things' | undefined => {
  const shot = pictures.some(isShot)
  let other: 'things' | 'unclear' | undefined
  let people: Evidence | undefined
  for (const reading of seen.readings) {
    if (reading.role !== 'own' && reading.role !== 'subject') continue
    const said = spokenOf(reading)
    if (said?.of === 'pupils') return said.at
    const index = indexTerms(reading)
    if (said) other ??= said.of
    else if (index.all('photo.thing').length > 0) other = 'things'
    const person = index.all('photo.people')[0]
    if (person) people ??= { reading, start: person.start, end: person.end, confidence: 0.7 }
    people ??= shot ? shownByName(reading) : undefined
  }
  if (other) return 'things'
  return shot ? people : undefined
}

const fromNames = (seen: Case, pictures: readonly AttachedFile[]): Evidence | undefined => {
  for (const reading of seen.readings) {
    if (
      reading.role !== 'file-name' ||
      !pictures.some((file) => file.path === reading.text || file.path === reading.place.file)
    )
      continue
    const index = indexTerms(reading)
    const hit = index.all('photo.people')[0]
    if (index.all('photo.thing').length > 0) continue
    if (hit) return { reading, start: hit.start, end: hit.end, confidence: 0.82 }
    const name = reading.names.find((n) => n.strength >= 0.5 && n.persons.some((p) => p.kind === 'pupil'))
    if (name) return { reading, start: name.start, end: name.end, confidence: 0.82 }
  }
  return undefined
}

const CAPTION =
  /\b(?:[Oo]p de (?:\p{L}+ )?foto(?:'s)?|[Vv]an links naar rechts|v\.l\.n\.r\.?|[Ss]ur la photo|[Ii]n the (?:photo|picture))\s?(?:staan|zie je|zien we|:|,|on voit|zitten|is|are)*\s?:?\s?\p{Lu}\p{Ll}+/u

const ownTexts = (seen: Case): Reading[] =>
  seen.readings.filter((r) => r.role === 'own' || r.role === 'subject' || r.role === 'file-name')

const isConsented = (seen: Case): boolean => ownTexts(seen).some(tellsConsent)

const namedPupils = (seen: Case): Person[] => [
  ...new Map(
    ownTexts(seen)
      .flatMap((r) => pupilsIn(r, 0, r.text.length))
      .map((p) => [p.id, p]),
  ).values(),
]

/** Everybody named may be shown; a class or group photo shows others too. */
const isKnownFine = (seen: Case, named: readonly Person[], evidence: Evidence): boolean => {
  if (named.length === 0 || ownTexts(seen).some(tellsDoubt)) return false
  const { start, end, reading } = evidence
  const group = /klas|groep|kinderen|leerlingen|classe|class/i.test(
    reading.text.slice(Math.max(0, start - 60), end + 60),
  )
  if (!group && named.every((p) => p.photoConsent === true)) return true
  const parents = new Set(
    named.length === 1 ? seen.people.parentsOf(named[0]!.id).map((p) => p.email.toLowerCase()) : [],
  )
  return (
    !group && parents.size > 0 && seen.recipients.filter(isOutsider).every((r) => parents.has(r.address.toLowerCase()))
  )
}

const hasAlbum = (seen: Case): boolean =>
  [...seen.message.links.map((l) => l.href), ...seen.readings.filter((r) => r.role === 'own').map((r) => r.text)].some(
    (text) => {
      const lower = text.toLowerCase()
      return ALBUM.some((mark) => lower.includes(mark))
    },
  )

const evidenceOf = (seen: Case, pictures: readonly AttachedFile[]): Evidence | undefined => {
  const named = fromNames(seen, pictures)
  const told = fromText(seen, pictures)
  if (pictures.length > 0) return named ?? (told === 'things' ? undefined : told)
  // No picture hangs on it: only an album that the text itself calls photos of pupils.
  return told !== undefined && told !== 'things' && told.confidence > 0.8 && hasAlbum(seen)
    ? { ...told, confidence: 0.7 }
    : undefined
}

const shownOf = (seen: Case, { reading, start, end }: Evidence): { place: Place; excerpt: string } => ({
  place: placeAt(reading, start),
  excerpt: reading.role === 'file-name' ? maskText(seen, reading.text) : excerpt(reading, start, end),
})

export const pupilPhoto: Detector<z.infer<typeof settings>> = {
  rule: 'pupil-photo',
  settings,
  inspect: (seen: Case) => {
    const recipients = outsidersOf(seen)
    if (recipients.length === 0) return []
    const pictures = picturesOf(seen)
    const evidence = evidenceOf(seen, pictures)
    if (!evidence || isConsented(seen)) return []
    const named = namedPupils(seen)
    if (isKnownFine(seen, named, evidence)) return []
    const captioned = seen.readings.some((r) => r.role === 'own' && CAPTION.test(r.text))
    const category = named.length > 0 || captioned ? 'with-names' : 'without-consent'
    return [
      {
        rule: 'pupil-photo',
        category,
        ...shownOf(seen, evidence),
        because: BECAUSE[category],
        confidence: category === 'with-names' ? Math.max(evidence.confidence, 0.85) : evidence.confidence,
        recipients,
      },
    ]
  },
}
