/** Thousands of messages wait and thousands are held: does the gateway still answer, and how soon does it go on after SIGKILL? */
import { rmSync } from 'node:fs'
import { openAccounts } from '../../src/review/review.ts'
import type { Store, StoredMail } from '../../src/store/store.ts'
import { newFolder, submitTo, until } from '../gateway/running.ts'
import { freePort } from '../store/redis-server.ts'
import { chanceOf } from './chance.ts'
import { openGround, type StoreKind } from './ground.ts'
import { NextHop } from './hop.ts'
import { Ledger } from './ledger.ts'
import { GONE, type Mail, mailOf, type Road } from './mails.ts'
import { Program } from './program.ts'
import { Reviewer } from './reviewer.ts'
import { certificatesIn, REVIEWER, settingsOf } from './run.ts'
import { see } from './sightings.ts'

/** Milliseconds. From the start of the process, Node and all, where not said otherwise. */
export type Measures = Readonly<{
  readyEmpty: number
  readyFull: number
  firstDelivery: number
  firstDeliveryAfterKill: number
  /** Longest of twenty. */
  smtpAnswer: number
  consoleAnswer: number
  /** From then on until the queue was empty. */
  emptied: number
  delivered: number
  /** Messages that never came. */
  left: number
}>

const AT_ONCE = 64
const PATIENCE_MS = 600_000

/** Small ones that the next hop takes, so that what is measured is their number. */
const mailFor = (road: Road, number: number): Mail => {
  for (let seed = number; ; seed += 1_000_003) {
    const mail = mailOf(number, chanceOf(seed))
    const plain = mail.from !== '' && mail.transactions.length === 1 && mail.raw.length < 20_000
    if (mail.road === road && plain && !mail.transactions.flat().some((to) => to.startsWith(GONE))) return mail
  }
}

/** As many as told like `model`, which the program judged itself; straight into the store, since that is not what is measured. */
const fill = async (
  store: Store,
  model: StoredMail,
  mails: readonly Mail[],
  fate: 'waiting' | 'held',
  ledger: Ledger,
) => {
  const { verdict, recipients } = model
  if (!verdict) throw new Error('the model was not judged')
  const nextAt = fate === 'held' ? (recipients[0]?.nextAt ?? 0) : Date.now()
  const one = async (mail: Mail): Promise<void> => {
    const rcptTo = mail.transactions[0] ?? []
    const intake = await store.intake()
    await intake.write(mail.raw)
    const head = { ...model.head, envelope: { mailFrom: mail.from, rcptTo } }
    const { id } = await intake.commit(head, { joinKey: `fill-${mail.number}`, owner: 'fill', leaseMs: 600_000 })
    const settlement = { verdict, keepUntil: Date.now(), history: model.history, notices: [] }
    await store.settle(id, 'fill', { ...settlement, recipients: rcptTo.map((address) => ({ address, fate, nextAt })) })
    ledger.begin(mail, rcptTo)
    ledger.promise(mail, rcptTo, 'accepted')
  }
  const left = [...mails]
  const worker = async (): Promise<void> => {
    for (let mail = left.pop(); mail; mail = left.pop()) await one(mail)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

const slowest = async (times: number, act: () => Promise<unknown>): Promise<number> => {
  let most = 0
  for (let n = 0; n < times; n++) {
    const begun = Date.now()
    await act()
    most = Math.max(most, Date.now() - begun)
  }
  return most
}

/** `count` waiting and `count` held. */
export const measureWaiting = async (
  kind: StoreKind,
  count: number,
  tell: (what: string) => void,
): Promise<Measures> => {
  const folder = newFolder()
  const ledger = new Ledger()
  const ground = await openGround(kind, folder)
  const { good, other } = certificatesIn(folder)
  let taken = 0
  const hop = await NextHop.open({ good, other }, chanceOf(1), (copy) => {
    taken += 1
    return see(ledger, copy)
  })
  const ports = [await freePort(), await freePort()] as const
  const program = new Program(
    'node-0',
    folder,
    ports,
    { ...settingsOf(hop, good.certFile, 0), ...ground.settings },
    () => {},
  )
  const submit = ({ from, transactions, raw }: Mail): Promise<string> =>
    submitTo(program.smtp, { from, to: transactions[0] ?? [], raw })
  const started = async (): Promise<number> => {
    const begun = Date.now()
    await program.start()
    return Date.now() - begun
  }
  const firstDelivery = async (): Promise<number> => {
    const [begun, before] = [Date.now(), taken]
    const starting = program.start()
    await until(
      () => taken > before,
      () => program.lines.join('\n'),
      PATIENCE_MS,
    )
    const ms = Date.now() - begun
    await starting
    return ms
  }
  try {
    const readyEmpty = await started()
    await hop.change('refuses connections')
    await submit(mailFor('forward', 1))
    await submit(mailFor('hold', 2))
    const models = await ground.look(async (store) => {
      await until(
        async () => (await store.counts()).held > 0 && (await store.counts()).received === 0,
        () => 'not judged',
      )
      const [waiting] = await store.list({ fate: 'waiting', kind: 'mail', limit: 1 })
      const [held] = await store.list({ fate: 'held', limit: 1 })
      return { waiting, held }
    })
    await program.end('SIGKILL')
    const { waiting, held } = models
    if (!waiting || !held) throw new Error('nothing was judged')
    const { password } = await ground.look(async (store) => {
      const range = Array.from({ length: count }, (_, n) => n)
      await fill(
        store,
        waiting,
        range.map((n) => mailFor('forward', 10 + n)),
        'waiting',
        ledger,
      )
      await fill(
        store,
        held,
        range.map((n) => mailFor('hold', 10 + count + n)),
        'held',
        ledger,
      )
      return openAccounts(store).add(REVIEWER, {
        name: 'Greet',
        roles: ['admin'],
        schools: [],
        password: 'kwartel-gespt-onder-tafel',
      })
    })
    tell(`${count} wait, ${count} are held; the next hop refuses`)
    const readyFull = await started()
    let number = 10 + 2 * count
    const smtpAnswer = await slowest(20, () => submit(mailFor('forward', ++number)))
    const reviewer = new Reviewer(() => program, { email: REVIEWER, password }, ledger, chanceOf(2))
    const consoleAnswer = await slowest(20, async () => {
      if ((await reviewer.decide(1)) === 0) throw new Error('the console does not answer')
    })
    tell('killed; the next hop is there again')
    await program.end('SIGKILL')
    await hop.change('well')
    const first = await firstDelivery()
    await until(
      () => taken > 200,
      () => program.lines.join('\n'),
      PATIENCE_MS,
    )
    await program.end('SIGKILL')
    tell('killed again in the middle')
    const again = await firstDelivery()
    const [begun, before] = [Date.now(), taken]
    await until(
      () => ground.look(async (store) => (await store.counts()).waiting === 0),
      () => 'not empty',
      PATIENCE_MS,
    )
    return {
      ...{ readyEmpty, readyFull, smtpAnswer, consoleAnswer, firstDelivery: first, firstDeliveryAfterKill: again },
      ...{ emptied: Date.now() - begun, delivered: taken - before },
      left: [...ledger.entries.values()].filter((e) => e.road === 'forward' && e.copies.length === 0).length,
    }
  } finally {
    await program.end('SIGKILL')
    await hop.close()
    await ground.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
