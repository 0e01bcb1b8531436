/** The catalogue of each language. */
import { inFrench } from '../../message/message.ts'
import type { Catalogues } from './catalogue.ts'
import { EN } from './en.ts'
import { FR } from './fr.ts'
import { NL } from './nl.ts'

export const TEXTS: Catalogues = { nl: NL, fr: inFrench(FR), en: EN }
