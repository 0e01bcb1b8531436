/** What somebody asks for, as a question the store understands. */
import type { MailQuery } from '../../store/store.ts'

/** As it was written, and given back so. */
export type Asked = Readonly<Record<'sender' | 'recipient' | 'id' | 'since' | 'until', string>>
export type Fault = 'address' | 'day' | 'order'

/** `own`: an id of ours in what was given as Message-ID, perhaps within a whole Received line. */
export type Question = Readonly<{
  query: Omit<MailQuery, 'limit'>
  own: string | undefined
  faults: Readonly<Partial<Record<keyof Asked, Fault>>>
}>

const MOST = 500
const PARTY = /^[^\s@<>]{0,64}@?[^\s@<>.]{1,63}(?:\.[^\s@<>.]{1,63}){1,20}$/
const OWN = /(?:^|[^0-9A-Za-z])([0-9A-HJKMNP-TV-Z]{26})(?![0-9A-Za-z])/
const DAY = /^\d{4}-\d{2}-\d{2}$/

export const askedIn = (query: URLSearchParams | Readonly<Record<string, string>>): Asked => {
  const given = new URLSearchParams(query instanceof URLSearchParams ? query : { ...query })
  const one = (name: string): string => (given.get(name) ?? '').slice(0, MOST).trim()
  return { sender: one('sender'), recipient: one('recipient'), id: one('id'), since: one('since'), until: one('until') }
}

export const isEmpty = (asked: Asked): boolean => Object.values(asked).every((value) => value === '')

const OFFSET = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Brussels', timeZoneName: 'longOffset' })

/** Midnight on the wall of the school, in epoch milliseconds. */
export const midnight = (day: string): number => {
  const utc = Date.parse(`${day}T00:00:00Z`)
  const name = OFFSET.formatToParts(utc).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
  return utc - (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

export const isDay = (text: string): boolean => DAY.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))

/** "Els Claes <els@school.be>", as people copy it. */
const partyIn = (text: string): string => (/<([^<>\s]{1,320})>/.exec(text)?.[1] ?? text).trim()

export const questionOf = (asked: Asked): Question => {
  const [sender, recipient] = [partyIn(asked.sender), partyIn(asked.recipient)]
  const bad = (text: string, is: (text: string) => boolean): boolean => text !== '' && !is(text)
  const isParty = (text: string): boolean => PARTY.test(text)
  const days = { since: bad(asked.since, isDay), until: bad(asked.until, isDay) }
  const reversed = !days.since && !days.until && asked.until !== '' && asked.until < asked.since
  const faults: Partial<Record<keyof Asked, Fault>> = {
    ...(bad(sender, isParty) ? { sender: 'address' } : {}),
    ...(bad(recipient, isParty) ? { recipient: 'address' } : {}),
    ...(days.since ? { since: 'day' } : {}),
    ...(days.until ? { until: 'day' } : reversed ? { until: 'order' } : {}),
  }
  if (Object.keys(faults).length > 0) return { query: {}, own: undefined, faults }
  const query = {
    ...(sender ? { sender } : {}),
    ...(recipient ? { recipient } : {}),
    ...(asked.id ? { messageId: asked.id } : {}),
    ...(asked.since ? { since: midnight(asked.since) } : {}),
    ...(asked.until ? { until: midnight(dayAfter(asked.until)) } : {}),
  }
  return { query, own: OWN.exec(asked.id)?.[1], faults }
}
