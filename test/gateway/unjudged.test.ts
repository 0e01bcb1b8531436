/** What was left unjudged is judged again, in the end alone; what takes the process down once more is held, and told. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { AttachmentOptions, openReaders } from '../../src/attachments/attachments.ts'
import { openGateway } from '../../src/gateway.ts'
import { silentLog } from '../../src/log.ts'
import { NO_SCANNER } from '../../src/malware/malware.ts'
import { unjudged } from '../../src/settlement.ts'
import { CARE, ELS, GREET, OUDER, openReviewHouse, type ReviewHouse } from '../review/house.ts'
import { until } from './running.ts'

let house: ReviewHouse
afterEach(() => house.close())

/** Received by a process that is gone, judged once at least. */
const leave = async (joinKey: string): Promise<string> => {
  const { store, clock } = house
  const intake = await store.intake()
  await intake.write(CARE)
  const client = { address: '127.0.0.1', name: 'pc', tls: '', user: '' }
  const envelope = { mailFrom: ELS, rcptTo: [OUDER] }
  const head = { kind: 'mail' as const, envelope, received: '', smtputf8: false, eightBit: true, client }
  const received = { ...head, receivedAt: clock.now, size: CARE.length }
  return (await intake.commit(received, { joinKey, owner: 'door', leaseMs: 1000 })).id
}

/** All that is left is judged again by processes that end over it, so many times. */
const crash = async (times: number): Promise<void> => {
  const { store, clock } = house
  for (let crashes = 0; crashes < times; crashes++) {
    clock.now += 2000
    expect((await store.claimReceived('dead', clock.now, 1000, 10)).length).toBeGreaterThan(0)
  }
  clock.now += 2000
}

test.each([
  ['once, four at a time', 0, 4],
  ['twice, one at a time', 1, 1],
])('what stood among others when a process ended, %s', async (_, crashes, atOnce) => {
  house = await openReviewHouse()
  const { store, clock, rules } = house
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) await leave(key)
  await crash(crashes)
  let [inside, most, judged] = [0, 0, 0]
  const readers = openReaders(AttachmentOptions.parse({}))
  const gateway = openGateway({
    ...{
      store,
      readers,
      scanner: NO_SCANNER,
      blocks: house.blocks,
      owner: () => 'alive',
      log: silentLog,
      now: () => clock.now,
    },
    rules: () => rules,
    exceptions: async () => [],
    settle: async () => {
      inside += 1
      most = Math.max(most, inside)
      await pause(300)
      inside -= 1
      judged += 1
      throw new Error('enough was seen')
    },
    giveUp: () => Promise.reject(new Error('given up')),
    wakeQueue: () => {},
    takesUtf8: () => true,
  })
  await until(
    () => judged === 6,
    () => `${judged} judged`,
  )
  await gateway.stop()
  await readers.close()
  expect(most).toBe(atOnce)
})

test('one that waits for a virus scanner is not given up, and is judged when the scanner is back', async () => {
  house = await openReviewHouse()
  const { store, clock, rules, blocks } = house
  await leave('w')
  await crash(3)
  let away = true
  const scanner = {
    ...NO_SCANNER,
    get away() {
      return away
    },
    patience: () => (away ? 50 : 0),
  }
  const [judged, givenUp]: [string[], string[]] = [[], []]
  const readers = openReaders(AttachmentOptions.parse({}))
  const gateway = openGateway({
    ...{ store, readers, scanner, blocks, owner: () => 'alive', log: silentLog, now: () => clock.now },
    rules: () => rules,
    exceptions: async () => [],
    settle: async ({ id }) => {
      judged.push(id)
      throw new Error('enough was seen')
    },
    giveUp: async (id) => {
      givenUp.push(id)
      throw new Error('given up')
    },
    wakeQueue: () => {},
    takesUtf8: () => true,
  })
  await pause(500)
  expect([judged, givenUp]).toEqual([[], []])
  away = false
  await until(
    () => judged.length === 1,
    () => 'not judged',
  )
  await gateway.stop()
  await readers.close()
  expect(givenUp).toEqual([])
})

test('it is held whole, its sender hears so, and who may decide is called', async () => {
  house = await openReviewHouse({ alert: ['dpo@bestuur.example', OUDER] })
  const { store, review, clock, rules } = house
  const id = await leave('x')
  await crash(2)
  const identity = () => ({
    from: { name: '', address: 'postmaster@devlonder.example' },
    host: 'lock.example',
    url: '',
  })
  const settling = { identity, review, packFor: rules.policy.packFor, admins: async () => [], remedyMs: 1 }
  const readers = openReaders(AttachmentOptions.parse({}))
  const gateway = openGateway({
    ...{
      store,
      readers,
      scanner: NO_SCANNER,
      blocks: house.blocks,
      owner: () => 'alive',
      log: silentLog,
      now: () => clock.now,
    },
    rules: () => rules,
    exceptions: async () => [],
    settle: () => Promise.reject(new Error('judged a third time')),
    giveUp: (which, of, now) => unjudged(which, of, settling, now),
    wakeQueue: () => {},
    takesUtf8: () => true,
  })
  await until(
    async () => (await review.held(GREET)).length === 1,
    () => 'not held',
  )
  await gateway.stop()
  await readers.close()
  const held = await review.case(GREET, id)
  expect(held).toMatchObject({ from: ELS, rules: ['uninspectable'], pack: 'moretus-ekeren', subject: '' })
  expect(held.decision.hits[0]!.unknown).toBe('judging did not finish')
  expect(await house.lettersTo(ELS)).toHaveLength(1)
  expect(await house.lettersTo('dpo@bestuur.example')).toHaveLength(1)
  expect(await house.lettersTo(OUDER)).toEqual([])
  await review.release(GREET, id)
  expect((await store.body(id)).equals(CARE)).toBe(true)
})
