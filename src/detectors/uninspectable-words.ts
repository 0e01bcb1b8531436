/**
 * Why something could not be read, said so that a teacher can do something about it in one step. The first row that fits
 * the reason and its detail counts; the last row of a reason fits all of it. Each goes on after "De bijlage x …".
 */
import type { Said, Unread, UnreadReason } from '../message/message.ts'

/** `at`: only of a file, or only of the message itself, where the two ask for something else. */
type Row = Readonly<{ detail?: RegExp; at?: 'file' | 'message'; nl: string; fr: string; en: string }>

const BY_PHONE: Said = {
  nl: 'Of deel het via de gedeelde map van de school. Mail nooit het wachtwoord: zeg het telefonisch.',
  fr: 'Ou partagez-le via le dossier partagé de l’école. N’envoyez jamais le mot de passe par e-mail : dites-le par téléphone.',
  en: 'Or share it through the school’s shared folder. Never mail the password: tell it by phone.',
}

const locked = (detail: RegExp | undefined, nl: string, fr: string, en: string): Row => ({
  ...(detail ? { detail } : {}),
  ...{ nl: `${nl} ${BY_PHONE.nl}`, fr: `${fr} ${BY_PHONE.fr}`, en: `${en} ${BY_PHONE.en}` },
})

const ENCRYPTED: readonly Row[] = [
  locked(
    /^(?:entry|names|archive|zip|7z|rar)/,
    'is ingepakt met een wachtwoord. Pak het in zonder wachtwoord, of stuur de bestanden los.',
    'est compressé avec un mot de passe. Compressez-le sans mot de passe, ou envoyez les fichiers séparément.',
    'is packed with a password. Pack it without one, or send the files one by one.',
  ),
  locked(
    /^(?:office|odf|ole)/,
    'is een document met een wachtwoord. Bewaar een kopie zonder wachtwoord en stuur die.',
    'est un document protégé par un mot de passe. Enregistrez une copie sans mot de passe et envoyez-la.',
    'is a document with a password. Save a copy without a password and send that.',
  ),
  locked(
    /^pdf/,
    'is een pdf met een wachtwoord. Bewaar een kopie zonder wachtwoord en stuur die.',
    'est un PDF protégé par un mot de passe. Enregistrez une copie sans mot de passe et envoyez-la.',
    'is a pdf with a password. Save a copy without a password and send that.',
  ),
  locked(
    /pgp|openpgp/i,
    'is versleuteld met PGP. Stuur het zonder versleuteling.',
    'est chiffré avec PGP. Envoyez-le sans chiffrement.',
    'is encrypted with PGP. Send it without encryption.',
  ),
  locked(
    /sealed|s\/?mime|enveloped|cms/i,
    'is versleuteld (S/MIME of PGP). Zet het versleutelen uit en stuur het opnieuw.',
    'est chiffré (S/MIME ou PGP). Désactivez le chiffrement et renvoyez-le.',
    'is encrypted (S/MIME or PGP). Switch encryption off and send it again.',
  ),
  locked(
    undefined,
    'is versleuteld of heeft een wachtwoord. Verstuur het zonder wachtwoord als de inhoud dat toelaat.',
    'est chiffré ou protégé par un mot de passe. Envoyez-le sans mot de passe si le contenu le permet.',
    'is encrypted or has a password. Send it without a password if the content allows.',
  ),
]

const LIMIT: readonly Row[] = [
  {
    detail: /^depth/,
    nl: 'zit te diep: archief in archief. Stuur de bestanden los.',
    fr: 'est trop imbriqué : une archive dans une archive. Envoyez les fichiers séparément.',
    en: 'lies too deep: an archive in an archive. Send the files one by one.',
  },
  {
    detail: /^files/,
    nl: 'bevat te veel bestanden om na te kijken. Deel de hele map via de gedeelde map van de school, en mail de link.',
    fr: 'contient trop de fichiers pour être vérifié. Partagez tout le dossier via le dossier partagé de l’école et envoyez le lien.',
    en: 'contains too many files to check. Share the whole folder through the school’s shared folder, and mail the link.',
  },
  {
    detail: /^size/,
    nl: 'is te groot om na te kijken. Deel het via de gedeelde map van de school, en mail de link.',
    fr: 'est trop volumineux pour être vérifié. Partagez-le via le dossier partagé de l’école et envoyez le lien.',
    en: 'is too large to check. Share it through the school’s shared folder, and mail the link.',
  },
  {
    detail: /^unpacked/,
    nl: 'wordt uitgepakt te groot om na te kijken. Stuur de bestanden in meer dan één bericht.',
    fr: 'devient trop volumineux une fois décompressé. Envoyez les fichiers en plusieurs messages.',
    en: 'becomes too large to check when unpacked. Send the files in more than one message.',
  },
  {
    detail: /^ratio/,
    nl: 'wordt bij het openen honderden keren groter dan het nu is. Bewaar het als pdf, of stuur het zonder het in te pakken.',
    fr: 'devient des centaines de fois plus grand quand on l’ouvre. Enregistrez-le en PDF, ou envoyez-le sans le compresser.',
    en: 'becomes hundreds of times larger when it is opened. Save it as a pdf, or send it without packing it.',
  },
  {
    detail: /^pages/,
    nl: 'heeft te veel bladzijden om na te kijken. Splits het in kleinere pdf’s.',
    fr: 'a trop de pages pour être vérifié. Divisez-le en PDF plus petits.',
    en: 'has too many pages to check. Split it into smaller pdfs.',
  },
  {
    detail: /^text$/,
    at: 'file',
    nl: 'bevat, samen met de andere bijlagen, te veel tekst om na te kijken. Verdeel de bijlagen over twee berichten.',
    fr: 'contient, avec les autres pièces jointes, trop de texte pour être vérifié. Répartissez-les sur deux messages.',
    en: 'contains, together with the other attachments, too much text to check. Spread the attachments over two messages.',
  },
  {
    detail: /^ocr/,
    nl: 'heeft meer afbeeldingen met tekst dan we kunnen lezen. Stuur het document waarin die tekst getypt is.',
    fr: 'a plus d’images avec du texte que nous ne pouvons en lire. Envoyez le document où ce texte est tapé.',
    en: 'has more pictures with text than we can read. Send the document in which that text was typed.',
  },
  {
    detail: /^(?:memory|cells|pixels|picture)/,
    nl: 'is te zwaar om na te kijken. Bewaar het als pdf met kleinere afbeeldingen, en stuur het opnieuw.',
    fr: 'est trop lourd pour être vérifié. Enregistrez-le en PDF avec des images plus petites, et renvoyez-le.',
    en: 'is too heavy to check. Save it as a pdf with smaller pictures, and send it again.',
  },
  {
    detail: /^text/,
    nl: 'is te lang om na te kijken. Zet de tekst in een document, en stuur dat mee.',
    fr: 'est trop long pour être vérifié. Mettez le texte dans un document et joignez-le.',
    en: 'is too long to check. Put the text into a document, and attach that.',
  },
  {
    at: 'message',
    nl: 'is te ingewikkeld opgebouwd om na te kijken. Begin een nieuw bericht, plak de tekst erin zonder opmaak en stuur het opnieuw.',
    fr: 'est construit de façon trop complexe. Commencez un nouveau message, collez-y le texte sans mise en forme et renvoyez-le.',
    en: 'is built in too complex a way. Start a new message, paste the text without formatting, and send it again.',
  },
  {
    nl: 'is te groot of te ingewikkeld om na te kijken. Splits het op, of deel het via de gedeelde map van de school.',
    fr: 'est trop grand ou trop complexe pour être vérifié. Divisez-le, ou partagez-le via le dossier partagé de l’école.',
    en: 'is too large or too complex to check. Split it, or share it through the school’s shared folder.',
  },
]

const UNKNOWN: readonly Row[] = [
  {
    detail: /^scan/,
    nl: 'is een scan zonder tekst: foto’s van bladzijden. Stuur het document zelf, of scan opnieuw met tekstherkenning (OCR).',
    fr: 'est un scan sans texte : des photos de pages. Envoyez le document lui-même, ou scannez avec la reconnaissance de texte (OCR).',
    en: 'is a scan without text: photos of pages. Send the document itself, or scan it again with text recognition (OCR).',
  },
  {
    detail: /^no-text/,
    nl: 'is een pdf zonder leesbare tekst. Stuur het document waar de pdf van gemaakt is.',
    fr: 'est un PDF sans texte lisible. Envoyez le document dont le PDF a été fait.',
    en: 'is a pdf without readable text. Send the document that the pdf was made from.',
  },
  {
    detail: /^xfa/,
    nl: 'is een pdf-formulier dat we niet kunnen lezen. Druk het af naar een gewone pdf en stuur die.',
    fr: 'est un formulaire PDF que nous ne pouvons pas lire. Imprimez-le vers un PDF ordinaire et envoyez celui-ci.',
    en: 'is a pdf form that we cannot read. Print it to an ordinary pdf and send that.',
  },
  {
    detail: /^(?:hei[cf]|avif|webp|jxl|jp2|psd|emf|wmf|tiff?|picture)/,
    nl: 'is een afbeelding van een soort die we niet kunnen lezen. Bewaar de afbeelding als jpg of png en stuur die.',
    fr: 'est une image d’un format que nous ne pouvons pas lire. Enregistrez l’image en JPG ou PNG et envoyez-la.',
    en: 'is a picture of a kind that we cannot read. Save the picture as jpg or png and send that.',
  },
  {
    detail: /object/,
    nl: 'bevat een ander bestand dat we er niet uit krijgen. Stuur dat bestand los mee.',
    fr: 'contient un autre fichier que nous ne pouvons pas extraire. Joignez ce fichier séparément.',
    en: 'contains another file that we cannot take out. Attach that file separately.',
  },
  {
    detail: /^(?:xlsb|ole)/,
    nl: 'is een Office-bestand van een soort die we niet kunnen lezen. Bewaar het als docx, xlsx, pptx of pdf en stuur het opnieuw.',
    fr: 'est un fichier Office d’un format que nous ne pouvons pas lire. Enregistrez-le en docx, xlsx, pptx ou PDF et renvoyez-le.',
    en: 'is an Office file of a kind that we cannot read. Save it as docx, xlsx, pptx or pdf and send it again.',
  },
  {
    detail: /^(?:7z|rar|packed|disk|compression|sparse|archive|cab|arj|lzh|ace|bz2|xz|zst|lz4)/,
    nl: 'is ingepakt op een manier die we niet kunnen openen. Pak het uit en stuur de bestanden los, of maak er een gewone zip van.',
    fr: 'est compressé d’une façon que nous ne pouvons pas ouvrir. Décompressez-le et envoyez les fichiers séparément, ou faites-en un zip ordinaire.',
    en: 'is packed in a way that we cannot open. Unpack it and send the files one by one, or make an ordinary zip of it.',
  },
  {
    detail: /^(?:tnef|outlook)/,
    nl: 'is een bericht in een vorm die alleen Outlook kent. Stuur het door als gewoon bericht (HTML), niet als bijlage.',
    fr: 'est un message dans un format que seul Outlook connaît. Transférez-le comme message ordinaire (HTML), pas en pièce jointe.',
    en: 'is a message in a form that only Outlook knows. Forward it as an ordinary message (HTML), not as an attachment.',
  },
  {
    detail: /partial|fragment|external-body/,
    nl: 'is maar een stuk van een bericht; de rest staat ergens anders. Voeg het hele bestand zelf toe.',
    fr: 'n’est qu’un morceau de message ; le reste est ailleurs. Joignez le fichier entier.',
    en: 'is only a piece of a message; the rest is elsewhere. Attach the whole file itself.',
  },
  {
    nl: 'is van een soort die we niet kunnen lezen. Bewaar het als pdf of als gewoon document en stuur het opnieuw.',
    fr: 'a un format que nous ne pouvons pas lire. Enregistrez-le en PDF ou en document ordinaire et renvoyez-le.',
    en: 'has a format that we cannot read. Save it as a pdf or an ordinary document and send it again.',
  },
]

const BROKEN: readonly Row[] = [
  {
    detail: /^entry/,
    nl: 'zit in een archief dat beschadigd is. Stuur het bestand los.',
    fr: 'est dans une archive endommagée. Envoyez le fichier séparément.',
    en: 'is in an archive that is damaged. Send the file by itself.',
  },
  {
    detail: /^volume/,
    nl: 'is één stuk van een archief dat in stukken is verdeeld. Maak er één archief van, of stuur de bestanden los.',
    fr: 'est un morceau d’une archive coupée en plusieurs. Faites-en une seule archive, ou envoyez les fichiers séparément.',
    en: 'is one piece of an archive that was split. Make one archive of it, or send the files one by one.',
  },
  {
    detail: /^(?:zip|directory|unlisted entry|truncated|tar|gzip|7z|rar|bz|xz|archive)/,
    nl: 'is een archief dat beschadigd is. Pak het uit, maak het opnieuw en stuur het nog eens.',
    fr: 'est une archive endommagée. Ouvrez-la, recréez-la et renvoyez-la.',
    en: 'is an archive that is damaged. Unpack it, make it anew and send it once more.',
  },
  {
    detail: /^file names of different kinds/,
    nl: 'heeft twee namen van een verschillende soort. Voeg het bestand opnieuw toe en stuur het nog eens.',
    fr: 'a deux noms de types différents. Joignez de nouveau le fichier et renvoyez-le.',
    en: 'has two names of different kinds. Attach the file anew and send it once more.',
  },
  {
    at: 'message',
    nl: 'is zo opgebouwd dat elk mailprogramma er iets anders in kan lezen. Begin een nieuw bericht, plak de tekst erin en stuur het opnieuw.',
    fr: 'est construit de sorte que chaque programme peut y lire autre chose. Commencez un nouveau message, collez-y le texte et renvoyez-le.',
    en: 'is built so that each mail program may read something else in it. Start a new message, paste the text and send it again.',
  },
  {
    nl: 'is beschadigd en kan niet helemaal worden gelezen. Open het, bewaar het opnieuw en stuur het nog eens.',
    fr: 'est endommagé et ne peut pas être lu entièrement. Ouvrez-le, enregistrez-le de nouveau et renvoyez-le.',
    en: 'is damaged and cannot be read completely. Open it, save it again and send it once more.',
  },
]

const ROWS: Readonly<Record<UnreadReason, readonly Row[]>> = {
  encrypted: ENCRYPTED,
  limit: LIMIT,
  'unknown-format': UNKNOWN,
  broken: BROKEN,
  disputed: [
    {
      nl: 'is zo opgebouwd dat niet elk mailprogramma hetzelfde toont. Alles wat te zien kan zijn, is nagekeken.',
      fr: 'est construit de sorte que tous les programmes ne montrent pas la même chose. Tout ce qui peut être vu a été vérifié.',
      en: 'is built so that not every mail program shows the same. All that can be seen was checked.',
    },
  ],
  'reader-crashed': [
    {
      nl: 'kon niet worden gelezen. Bewaar het opnieuw, liefst als pdf, en stuur het nog eens.',
      fr: 'n’a pas pu être lu. Enregistrez-le de nouveau, de préférence en PDF, et renvoyez-le.',
      en: 'could not be read. Save it again, preferably as a pdf, and send it once more.',
    },
  ],
  'reader-timeout': [
    {
      nl: 'kon niet op tijd worden gelezen. Splits het op of bewaar het als pdf, en stuur het nog eens.',
      fr: 'n’a pas pu être lu à temps. Divisez-le ou enregistrez-le en PDF, et renvoyez-le.',
      en: 'could not be read in time. Split it or save it as a pdf, and send it once more.',
    },
  ],
}

/** The sentence without its subject. */
export const tellingOf = ({ reason, detail = '', place }: Unread): Said => {
  const at = place.file === undefined ? 'message' : 'file'
  const rows = ROWS[reason]
  return rows.find((row) => (row.at ?? at) === at && (row.detail?.test(detail) ?? true)) ?? rows.at(-1)!
}
