/**
 * The first administrator, by a link that `serve` tells on its terminal while there is no account. It works once, for a day,
 * and not any more once there is an account, whoever made it. All processes of a store tell the same one.
 */
import { randomBytes } from 'node:crypto'
import type { Store } from '../store/store.ts'
import type { AccountKeeping } from './account-keeping.ts'
import { Refused } from './refused.ts'

export interface FirstAdmin {
  /** Undefined when there is an account. `until`: epoch milliseconds. */
  firstLink(): Promise<Readonly<{ token: string; until: number }> | undefined>
  /** Whether the link works; changes nothing. */
  isFirst(token: string): Promise<boolean>
  /** Uses the link up. Throws `Refused` when it is used, or the address or password will not do: then it works on. */
  addFirst(token: string, email: string, details: Readonly<{ name: string; password: string }>): Promise<void>
}

type Ticket = Readonly<{ token: string; until: number }>

const KEY = 'first administrator'
const DAY = 86_400_000
const OVER = 'This link does not work any more.'

export const firstAdmin = (store: Store, { add, list }: AccountKeeping, now: () => number): FirstAdmin => {
  const standing = async (): Promise<Ticket | undefined> =>
    (await list()).length > 0 ? undefined : ((await store.get('mark', KEY)) as Ticket | undefined)
  const isFirst = async (token: string): Promise<boolean> => (await standing())?.token === token
  return {
    firstLink: async () => {
      if ((await list()).length > 0) return undefined
      const until = now() + DAY
      const ticket: Ticket = { token: randomBytes(24).toString('base64url'), until }
      await store.put('mark', { key: KEY, value: ticket, expires: until }, { ifAbsent: true })
      return standing()
    },
    isFirst,
    addFirst: async (token, email, { name, password }) => {
      if (!(await isFirst(token))) throw new Refused(OVER)
      // Taken before the account is made: of two who come at once one makes it.
      const ticket = (await store.take('mark', KEY)) as Ticket | undefined
      if (!ticket) throw new Refused(OVER)
      try {
        await add(email, { name, roles: ['admin'], schools: [], password }, 'first link')
      } catch (error) {
        await store.put('mark', { key: KEY, value: ticket, expires: ticket.until }, { ifAbsent: true })
        throw error
      }
    },
  }
}
