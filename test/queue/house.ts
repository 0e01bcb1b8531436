/** A queue over a real store, with a next hop whose answers a test plays, and a clock that a test turns. */

import type { Delivery, Parcel, RecipientResult } from '../../src/delivery/delivery.ts'
import { emptyDirectory } from '../../src/directory/directory.ts'
import type { Rules } from '../../src/gateway.ts'
import type { Log } from '../../src/log.ts'
import { loadPolicy } from '../../src/policy/policy.ts'
import type { TransportNotices } from '../../src/queue/queue.ts'
import { QueueOptions, startQueue } from '../../src/queue/queue.ts'
import type { Store } from '../../src/store/store.ts'
import { transportNotices } from '../../src/transport.ts'
import { packFiles } from '../packs.ts'
import { openHouse } from '../store/house.ts'

export const HOUR = 3_600_000

export type Answer = Pick<RecipientResult, 'outcome' | 'reply'> & Partial<RecipientResult>

export const YES: Answer = { outcome: 'delivered', reply: '250 2.0.0 ok' }
export const LATER: Answer = { outcome: 'retry', reply: '451 4.7.1 try again later', status: '4.7.1' }
export const NO: Answer = { outcome: 'failed', reply: '550 5.1.1 no such user', status: '5.1.1' }

/** What a test makes of a parcel: an answer for all, or one for each address. May throw, or wait. */
export type Play = (
  parcel: Parcel,
  turn: number,
) => Answer | Record<string, Answer> | Promise<Answer | Record<string, Answer>>

const isAnswer = (given: Answer | Record<string, Answer>): given is Answer => typeof given.outcome === 'string'

export const openQueueHouse = async (
  play: Play,
  given: Readonly<{
    options?: Partial<QueueOptions>
    notices?: (real: TransportNotices) => TransportNotices
    store?: (real: Store) => Store
  }> = {},
) => {
  const house = await openHouse()
  const { clock } = house
  const store = given.store?.(house.store) ?? house.store
  const parcels: (Parcel & { sent: string })[] = []
  const events: string[] = []
  const note = (event: string): void => {
    events.push(event)
  }
  const log: Log = { info: note, warn: note, error: note }
  const delivery: Delivery = {
    deliver: async (parcel) => {
      const chunks: Buffer[] = []
      for await (const chunk of await parcel.open()) chunks.push(chunk as Buffer)
      parcels.push({ ...parcel, sent: Buffer.concat(chunks).toString('latin1') })
      const answer = await play(parcel, parcels.length)
      return parcel.recipients.map((address) => ({
        ...{ address, status: '', hop: 'mx.example' },
        ...(isAnswer(answer) ? answer : (answer[address] ?? LATER)),
      }))
    },
    takesUtf8: () => true,
    isPrompt: () => true,
    health: () => [],
    routeOf: () => 'default',
    close: async () => {},
  }
  const options = QueueOptions.parse({ ...given.options })
  const policy = loadPolicy(packFiles(), { settings: {}, defaultPack: 'moretus-ekeren' })
  const rules = { policy, people: emptyDirectory(['school.example']) } as unknown as Rules
  const identity = () => ({
    from: { name: 'Mailsluis', address: 'postmaster@school.example' },
    host: 'lock.school.example',
    url: '',
  })
  const real = transportNotices({ store, identity, rules: () => rules, options })
  const start = () =>
    startQueue({
      ...{
        store,
        delivery,
        log,
        options,
        claimant: { owner: () => 'queue', holds: async () => true },
        now: () => clock.now,
      },
      notices: given.notices?.(real) ?? real,
    })
  const queue = start()
  return {
    ...{ house, store: house.store, clock, parcels, events, queue, start },
    /** Attempts of one message so far. */
    attempts: (id: string): number => parcels.filter((parcel) => parcel.id === id).length,
    mail: async (id: string) => (await house.store.mail(id))!,
    /** Our own notices that reached the next hop. */
    notices: (): string[] => parcels.filter((parcel) => parcel.mailFrom === '').map((parcel) => parcel.sent),
    /** Our own notices, sent or not. */
    written: async (): Promise<number> => (await house.store.list({ kind: 'notice', limit: 100 })).length,
    /** Time goes by, and the queue looks. */
    pass: (ms: number): void => {
      clock.now += ms
      queue.wake()
    },
    close: async () => {
      await queue.stop(5000)
      await house.dispose()
    },
  }
}

export type QueueHouse = Awaited<ReturnType<typeof openQueueHouse>>
