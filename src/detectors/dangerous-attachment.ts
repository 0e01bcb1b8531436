/**
 * dangerous-attachment: opening it may run something. What it is counts, not what it is called; a program dressed as a
 * document is worse. Files inside archives carry their path and are judged alike. Fooled by nothing but odd honest use:
 * a lesson in programming also stops here and takes another road. Serves ME-3.2-danger, SJ-3.2-danger.
 */
import { z } from 'zod'
import type { AttachedFile, FileKind } from '../attachments/attachments.ts'
import type { Said } from '../message/message.ts'
import type { Case, Detector, Finding } from './detectors.ts'
import { maskText } from './mask-text.ts'

const settings = z.strictObject({})

type Category = 'executable' | 'script' | 'shortcut' | 'disk-image' | 'macros' | 'disguised'

const KINDS: Partial<Record<FileKind, Category>> = {
  executable: 'executable',
  script: 'script',
  shortcut: 'shortcut',
  'disk-image': 'disk-image',
}

// What Windows, macOS and Office run at a click; content may be empty, encrypted or unknown and the click runs it all the same.
const RUNS =
  /\.(?:exe|com|scr|pif|bat|cmd|cpl|msi|msp|mst|msc|hta|jar|jnlp|vb|vbs|vbe|jse?|wsf|wsh|wsc|sct|ps1|psm1|ps1xml|psc1|reg|lnk|url|scf|inf|chm|hlp|gadget|application|appref-ms|msix|appx|app|apk|dmg|pkg|iso|img|vhdx?|udf|xll|wll|ade|adp|mde|accde|settingcontent-ms|library-ms|search-ms|website|desktop|command|workflow|one)[.\s]*$/i
const DOCUMENT_FIRST =
  /\.(?:docx?|xlsx?|pptx?|pdf|jpe?g|png|gif|txt|csv|html?|mp[34]|zip|odt|rtf)[\s._]{0,200}\.[a-z0-9-]{2,16}[.\s]*$/i

const BECAUSE: Readonly<Record<Category, Said>> = {
  executable: {
    nl: 'Deze bijlage is een programma. Een programma per mail versturen is niet veilig.',
    fr: 'Cette pièce jointe est un programme. Envoyer un programme par e-mail n’est pas sûr.',
    en: 'This attachment is a program. Mailing programs is not safe.',
  },
  script: {
    nl: 'Deze bijlage is een script: wie het opent, voert opdrachten uit op de computer.',
    fr: 'Cette pièce jointe est un script : l’ouvrir lance des commandes sur l’ordinateur.',
    en: 'This attachment is a script: opening it runs commands on the computer.',
  },
  shortcut: {
    nl: 'Deze bijlage is een snelkoppeling die iets anders kan starten.',
    fr: 'Cette pièce jointe est un raccourci qui peut lancer autre chose.',
    en: 'This attachment is a shortcut that may start something else.',
  },
  'disk-image': {
    nl: 'Deze bijlage is een schijfkopie, waarin programma’s verborgen kunnen zitten.',
    fr: 'Cette pièce jointe est une image disque, qui peut cacher des programmes.',
    en: 'This attachment is a disk image, which may hide programs.',
  },
  macros: {
    nl: 'Dit document bevat macro’s: kleine programma’s die bij het openen kunnen starten. Bewaar het zonder macro’s.',
    fr: 'Ce document contient des macros : de petits programmes qui peuvent démarrer à l’ouverture. Enregistrez-le sans macros.',
    en: 'This document contains macros: small programs that may start when it is opened. Save it without macros.',
  },
  disguised: {
    nl: 'Deze bijlage doet zich voor als iets anders: de naam klopt niet met wat erin zit.',
    fr: 'Cette pièce jointe se fait passer pour autre chose : son nom ne correspond pas à son contenu.',
    en: 'This attachment pretends to be something else: its name does not fit what is in it.',
  },
}

const categoryOf = (file: AttachedFile): Category | undefined => {
  const kind = KINDS[file.kind] ?? (RUNS.test(file.name) ? 'executable' : undefined)
  if (kind !== undefined) return file.nameLies || DOCUMENT_FIRST.test(file.name) ? 'disguised' : kind
  return file.macros ? 'macros' : undefined
}

const findingOf = (seen: Case, file: AttachedFile, category: Category): Finding => ({
  rule: 'dangerous-attachment',
  category,
  place: { in: 'attachment', file: file.path },
  excerpt: maskText(seen, file.path),
  because: BECAUSE[category],
  confidence: 0.95,
})

/** Names that only a header knows ("factuur.pdf" with an alias "factuur.exe"): some programs save under those. */
const aliasFindings = (seen: Case): Finding[] =>
  seen.message.parts.flatMap((part) =>
    (part.aliases ?? [])
      .filter((name) => RUNS.test(name))
      .map((name) => ({
        rule: 'dangerous-attachment' as const,
        category: 'disguised',
        place: { in: 'attachment' as const, file: part.name || name },
        excerpt: maskText(seen, name),
        because: BECAUSE.disguised,
        confidence: 0.9,
      })),
  )

export const dangerousAttachment: Detector<z.infer<typeof settings>> = {
  rule: 'dangerous-attachment',
  settings,
  inspect: (seen: Case) => [
    ...seen.files.files.flatMap((file) => {
      const category = categoryOf(file)
      return category ? [findingOf(seen, file, category)] : []
    }),
    ...aliasFindings(seen),
  ],
}
