/** The catalogue of each language. */
import type { Catalogues } from './catalogue.ts'
import { EN } from './en.ts'
import { FR } from './fr.ts'
import { NL } from './nl.ts'

export const TEXTS: Catalogues = { nl: NL, fr: FR, en: EN }
