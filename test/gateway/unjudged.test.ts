/** A message that takes the process down with it, twice, is not judged a third time: a person looks at it, and is told. */
import { afterEach, expect, test } from 'vitest'
import { AttachmentOptions, openReaders } from '../../src/attachments/attachments.ts'
import { openGateway } from '../../src/gateway.ts'
import { silentLog } from '../../src/log.ts'
import { unjudged } from '../../src/settlement.ts'
import { CARE, ELS, GREET, OUDER, openReviewHouse, type ReviewHouse } from '../review/house.ts'
import { until } from './running.ts'

let house: ReviewHouse
afterEach(() => house.close())

test('it is held whole, its sender hears so, and who may decide is called', async () => {
  house = await openReviewHouse({ alert: ['dpo@bestuur.example', OUDER] })
  const { store, review, clock, rules } = house
  const intake = await store.intake()
  await intake.write(CARE)
  const client = { address: '127.0.0.1', name: 'pc', tls: '', user: '' }
  const envelope = { mailFrom: ELS, rcptTo: [OUDER] }
  const head = { kind: 'mail' as const, envelope, received: '', smtputf8: false, eightBit: true, client }
  const { id } = await intake.commit(
    { ...head, receivedAt: clock.now, size: CARE.length },
    { joinKey: 'x', owner: 'door', leaseMs: 1000 },
  )
  for (let crashes = 0; crashes < 2; crashes++) {
    clock.now += 2000
    expect(await store.claimReceived('dead', clock.now, 1000, 10)).toHaveLength(1)
  }
  clock.now += 2000
  const identity = () => ({
    from: { name: '', address: 'postmaster@devlonder.example' },
    host: 'lock.example',
    url: '',
  })
  const settling = { identity, review, packFor: rules.policy.packFor, remedyMs: 1 }
  const readers = openReaders(AttachmentOptions.parse({}))
  const gateway = openGateway({
    ...{ store, readers, owner: () => 'alive', log: silentLog, now: () => clock.now },
    rules: () => rules,
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
