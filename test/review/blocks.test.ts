/** Accounts that sent malware, in each kind of store and on two nodes. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLog } from '../../src/log.ts'
import { type Actor, type Blocks, openBlocks, Refused, verifyAudit } from '../../src/review/review.ts'
import type { MailHead, Store } from '../../src/store/store.ts'
import type { OpenHouse } from '../store/contract.ts'
import { someone } from './house.ts'
import { onEachStore } from './stores.ts'

const ADMIN = someone('stijn@devlonder.example', { roles: ['admin'] })
const headOf = (mailFrom: string, user = ''): MailHead => ({
  ...{ kind: 'mail', received: '', smtputf8: false, eightBit: false, receivedAt: 1, size: 1 },
  envelope: { mailFrom, rcptTo: ['ouder@mail.example'] },
  client: { address: '127.0.0.1', name: '', tls: '', user },
})
const ELS = headOf('Els@devlonder.example')

onEachStore((on) => {
  let house: OpenHouse
  let blocks: Blocks
  const blocksOn = (store: Store): Blocks => openBlocks({ store, log: silentLog, now: () => house.clock.now })
  beforeEach(async () => {
    house = await on()
    blocks = blocksOn(house.store)
  })
  afterEach(() => house.dispose())
  const audited = async () => (await house.store.auditRows()).map(({ event, actor, ref }) => `${event} ${ref} ${actor}`)

  test('set once, seen on every node, and not by the message that set it', async () => {
    const other = blocksOn(await house.another())
    const block = await blocks.set('m1', ELS, ['Win.Proef-1', 'Win.Proef-2'])
    expect(block).toEqual({
      account: 'els@devlonder.example',
      since: house.clock.now,
      signatures: ['Win.Proef-1', 'Win.Proef-2'],
      mail: 'm1',
    })
    expect(await other.of('m2', headOf('ELS@devlonder.example'))).toEqual(block)
    expect(await other.of('m1', ELS)).toBeUndefined()
    // Judged again after a crash it says the same; a second virus sets no second block.
    expect(await other.set('m1', ELS, ['Win.Proef-1'])).toEqual(block)
    expect(await other.set('m3', ELS, ['Win.Proef-9'])).toBeUndefined()
    expect(await audited()).toEqual(['account-blocked els@devlonder.example gateway'])
  })

  test('two nodes at once: one block', async () => {
    const other = blocksOn(await house.another())
    const set = await Promise.all([blocks.set('a', ELS, ['X']), other.set('b', ELS, ['X'])])
    expect(set.filter(Boolean)).toHaveLength(1)
    expect(await blocks.list(ADMIN)).toEqual(set.filter(Boolean))
  })

  test('it outlives the server', async () => {
    await blocks.set('m1', ELS, ['X'])
    expect(await blocksOn(await house.restart()).of('m2', ELS)).toBeDefined()
  })

  test('the address that signed in is the account, whatever sender the message bears', async () => {
    await blocks.set('m1', headOf('els@devlonder.example', 'Tom@devlonder.example'), ['X'])
    expect(await blocks.of('m2', headOf('an@devlonder.example', 'tom@devlonder.example'))).toMatchObject({
      account: 'tom@devlonder.example',
    })
    expect(await blocks.of('m2', ELS)).toBeUndefined()
  })

  test('a mail server that signs in is nobody’s account: one virus does not stop a school', async () => {
    await blocks.set('m1', headOf('els@devlonder.example', 'exchange'), ['X'])
    expect(await blocks.of('m2', headOf('els@devlonder.example', 'exchange'))).toMatchObject({
      account: 'els@devlonder.example',
    })
    expect(await blocks.of('m3', headOf('tom@devlonder.example', 'exchange'))).toBeUndefined()
  })

  test('the null sender is nobody’s account', async () => {
    expect(await blocks.set('m1', headOf(''), ['X'])).toBeUndefined()
    expect(await blocks.of('m2', headOf(''))).toBeUndefined()
    expect(await blocks.list(ADMIN)).toEqual([])
    expect(await audited()).toEqual([])
  })

  test('one message tells that mail waits, also when it is judged again; after a new block another', async () => {
    const block = (await blocks.set('m1', ELS, ['X']))!
    expect(await blocks.isFirst('m2', block)).toBe(true)
    expect(await blocks.isFirst('m3', block)).toBe(false)
    expect(await blocks.isFirst('m2', block)).toBe(true)
    await blocks.lift(ADMIN, block.account)
    house.clock.now += 1000
    expect(await blocks.isFirst('m5', (await blocks.set('m4', ELS, ['X']))!)).toBe(true)
  })

  test('lifted by one of two, and in the log', async () => {
    const other = blocksOn(await house.another())
    await blocks.set('m1', ELS, ['X'])
    const both = await Promise.allSettled([
      blocks.lift(ADMIN, ' ELS@devlonder.example'),
      other.lift(ADMIN, 'els@devlonder.example'),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await blocks.of('m2', ELS)).toBeUndefined()
    expect(await audited()).toEqual([
      'account-blocked els@devlonder.example gateway',
      `account-lifted els@devlonder.example ${ADMIN.email}`,
    ])
    expect(await verifyAudit(house.store)).toEqual({ ok: true, entries: 2 })
  })

  const may: readonly (readonly [string, Partial<Actor>, readonly string[]])[] = [
    ['an administrator', { roles: ['admin'] }, ['els@devlonder.example', 'jan@denoordster.example']],
    ['one of this school', { roles: ['admin'], schools: ['DeVlonder.example'] }, ['els@devlonder.example']],
    ['one of another school', { roles: ['admin'], schools: ['dewilg.example'] }, []],
    ['a head', { roles: ['head', 'reviewer', 'privacy-officer'] }, []],
  ]
  describe.each(may)('%s', (_, more, accounts) => {
    test('sees and lifts what is theirs', async () => {
      await blocks.set('m1', ELS, ['X'])
      await blocks.set('m2', headOf('jan@denoordster.example'), ['X'])
      const actor = someone('w@devlonder.example', more)
      expect((await blocks.list(actor)).map(({ account }) => account).sort()).toEqual(accounts)
      for (const account of ['els@devlonder.example', 'jan@denoordster.example'])
        if (accounts.includes(account)) await blocks.lift(actor, account)
        else await expect(blocks.lift(actor, account)).rejects.toThrow(Refused)
      expect(await blocks.list(ADMIN)).toHaveLength(2 - accounts.length)
    })
  })
})
