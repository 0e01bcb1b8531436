/** Places in words, in three languages. */
import type { Language, Place, Text } from './message.ts'

/** The place of an offset of a text: its own place, refined by the last spot at or before the offset. */
export const placeAt = (text: Pick<Text, 'place' | 'spots'>, offset: number): Place => {
  const spots = text.spots
  if (!spots || spots.length === 0) return text.place
  let low = 0
  let high = spots.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (spots[middle]!.offset <= offset) low = middle + 1
    else high = middle
  }
  return low === 0 ? text.place : { ...text.place, ...spots[low - 1]!.place }
}

const PARTS: Record<Language, Record<Place['in'], string>> = {
  nl: {
    message: 'bericht',
    subject: 'onderwerp',
    text: 'tekst',
    quoted: 'aangehaalde tekst',
    signature: 'handtekening',
    disclaimer: 'disclaimer',
    header: 'kopregel',
    recipients: 'ontvangers',
    attachment: 'bijlage',
  },
  fr: {
    message: 'message',
    subject: 'objet',
    text: 'texte',
    quoted: 'texte cité',
    signature: 'signature',
    disclaimer: 'avertissement',
    header: 'en-tête',
    recipients: 'destinataires',
    attachment: 'pièce jointe',
  },
  en: {
    message: 'message',
    subject: 'subject',
    text: 'text',
    quoted: 'quoted text',
    signature: 'signature',
    disclaimer: 'disclaimer',
    header: 'header',
    recipients: 'recipients',
    attachment: 'attachment',
  },
}

const DETAILS: Record<
  Language,
  Record<'line' | 'row' | 'column' | 'page' | 'sheet' | 'cell' | 'hidden' | 'picture' | 'encoded', string>
> = {
  nl: {
    line: 'regel',
    row: 'rij',
    column: 'kolom',
    page: 'pagina',
    sheet: 'werkblad',
    cell: 'cel',
    hidden: 'verborgen tekst',
    picture: 'tekst in de afbeelding',
    encoded: 'gecodeerd (base64)',
  },
  fr: {
    line: 'ligne',
    row: 'ligne',
    column: 'colonne',
    page: 'page',
    sheet: 'feuille',
    cell: 'cellule',
    hidden: 'texte caché',
    picture: 'texte dans l’image',
    encoded: 'codé (base64)',
  },
  en: {
    line: 'line',
    row: 'row',
    column: 'column',
    page: 'page',
    sheet: 'sheet',
    cell: 'cell',
    hidden: 'hidden text',
    picture: 'text in the picture',
    encoded: 'encoded (base64)',
  },
}

/** Header fields as mail programs label them. */
const FIELDS: Record<Language, Record<string, string>> = {
  nl: { to: 'Aan', cc: 'Cc', bcc: 'Bcc', from: 'Van' },
  fr: { to: 'À', cc: 'Cc', bcc: 'Cci', from: 'De' },
  en: { to: 'To', cc: 'Cc', bcc: 'Bcc', from: 'From' },
}

/** "bijlage klaslijst.csv, rij 4" */
export const sayPlace = (place: Place, language: Language): string => {
  const field = place.header ? (FIELDS[language][place.header.toLowerCase()] ?? place.header) : undefined
  const name = place.file ?? (place.in === 'recipients' && field ? `(${field})` : field)
  const words = [name ? `${PARTS[language][place.in]} ${name}` : PARTS[language][place.in]]
  for (const key of ['sheet', 'page', 'row', 'column', 'cell', 'line'] as const) {
    const value = place[key]
    if (value !== undefined) words.push(`${DETAILS[language][key]} ${value}`)
  }
  for (const key of ['hidden', 'picture', 'encoded'] as const) if (place[key]) words.push(DETAILS[language][key])
  return words.join(', ')
}
