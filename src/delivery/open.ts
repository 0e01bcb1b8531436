/** All ways out, and which of them each recipient takes. */
import type { Log } from '../log.ts'
import type { Delivery, Parcel, RecipientResult } from './delivery.ts'
import type { DeliveryOptions } from './options.ts'
import { troubleOf } from './results.ts'
import { openRoute, type Route } from './route.ts'
import { type Slots, UNSHARED } from './share.ts'

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

type Match = DeliveryOptions['routes'][number]['match']

const matches = ({ senderDomain, recipientDomain }: Match, mailFrom: string, recipient: string): boolean =>
  (senderDomain === undefined || senderDomain === domainOf(mailFrom)) &&
  (recipientDomain === undefined || recipientDomain === domainOf(recipient))

const nameOf = ({ senderDomain, recipientDomain }: Match): string =>
  [senderDomain && `from ${senderDomain}`, recipientDomain && `to ${recipientDomain}`].filter(Boolean).join(' ')

export const openDelivery = (
  options: DeliveryOptions,
  around: Readonly<{ log: Log; varFolder: string; now?: () => number; slots?: Slots }>,
): Delivery => {
  const surroundings = { now: Date.now, slots: UNSHARED, ...around }
  const routes = options.routes.map(({ match, ...way }) => ({
    match,
    route: openRoute(nameOf(match), way, options, surroundings),
  }))
  const otherwise = openRoute('default', options, options, surroundings)
  const all = [...routes.map(({ route }) => route), otherwise]
  const routeOf = (mailFrom: string, recipient: string): Route =>
    routes.find(({ match }) => matches(match, mailFrom, recipient))?.route ?? otherwise

  const deliver = async (parcel: Parcel): Promise<readonly RecipientResult[]> => {
    const groups = Map.groupBy(parcel.recipients, (recipient) => routeOf(parcel.mailFrom, recipient))
    const answers = await Promise.all([...groups].map(([route, recipients]) => route.send(parcel, recipients)))
    const unknown = troubleOf('4.3.0', 'no answer', '')
    return parcel.recipients.map((address) => {
      const answer = answers.find((found) => found.has(address))?.get(address) ?? unknown
      return { address, ...answer }
    })
  }

  return {
    deliver,
    isPrompt: (mailFrom, recipients, size) => {
      const [route, ...others] = new Set(recipients.map((recipient) => routeOf(mailFrom, recipient)))
      const inOne = recipients.length <= options.recipientsPerTransaction
      return route !== undefined && others.length === 0 && inOne && route.isPrompt(size)
    },
    takesUtf8: (mailFrom, recipient) => routeOf(mailFrom, recipient).takesUtf8(),
    health: () => all.map((route) => route.health()),
    routeOf: (mailFrom, recipient) => routeOf(mailFrom, recipient).health().route,
    close: async () => {
      for (const route of all) route.close()
    },
  }
}
