/** The calendars of this release, as a server opens them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { z } from 'zod'
import { CalendarFile, CalendarOptions, type School } from '../../src/review/calendars.ts'
import { type Calendars, openCalendars } from '../../src/review/review.ts'

const FOLDER = join(import.meta.dirname, '../../config/calendars')

export const FILES = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }))

export const CALENDARS: ReadonlyMap<string, CalendarFile> = new Map(
  FILES.map(({ name, text }) => [name.replace('.yaml', ''), CalendarFile.parse(parse(text))]),
)

export const FLEMISH: School['pack'] = { id: 'moretus-ekeren', region: 'BE' }
export const DUTCH: School['pack'] = { id: 'kindante', region: 'NL' }

export const calendarsOf = (
  packs: readonly School['pack'][] = [FLEMISH, DUTCH],
  options: z.input<typeof CalendarOptions> = {},
): Calendars => openCalendars(FILES, CalendarOptions.parse(options), packs)
