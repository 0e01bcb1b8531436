/** The three languages side by side. */
import { inFrench, type Language } from '../../message/message.ts'
import type { Texts } from './catalogue.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'
import { nl } from './nl.ts'

export const TEXTS: Readonly<Record<Language, Texts>> = { nl, fr: inFrench(fr), en }
