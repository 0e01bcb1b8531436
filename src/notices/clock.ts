/** Moments in words, by the school's own clock. */
import type { Language } from '../message/message.ts'
import type { Pack } from '../policy/policy.ts'

const ZONES: Readonly<Record<Pack['region'], string>> = { BE: 'Europe/Brussels', NL: 'Europe/Amsterdam' }
const LOCALES: Readonly<Record<Language, string>> = { nl: 'nl', fr: 'fr', en: 'en-GB' }

const SHAPES: Readonly<Record<Language, (day: string, time: readonly [string, string]) => string>> = {
  nl: (day, [hour, minute]) => `${day} om ${hour}.${minute} uur`,
  fr: (day, [hour, minute]) => `${day.replace(/ 1 /, ' 1er ')} à ${hour} h ${minute}`,
  en: (day, [hour, minute]) => `${day.replace(',', '')} at ${hour}:${minute}`,
}

/** "dinsdag 1 september om 12.30 uur" */
export const sayTime = (at: number, language: Language, region: Pack['region']): string => {
  const timeZone = ZONES[region]
  const day = new Intl.DateTimeFormat(LOCALES[language], { timeZone, weekday: 'long', day: 'numeric', month: 'long' })
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at)
  const [hour = '', minute = ''] = clock.split(':')
  return SHAPES[language](day.format(at), [hour, minute])
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (n: number): string => `${n}`.padStart(2, '0')

/** RFC 5322 §3.3, in UTC: the answer does not depend on where the gateway runs. */
export const mailDate = (at: number): string => {
  const d = new Date(at)
  const time = [d.getUTCHours(), d.getUTCMinutes(), d.getUTCSeconds()].map(two).join(':')
  return `${DAYS[d.getUTCDay()]}, ${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()} ${time} +0000`
}
