/** Several gateways on one real Redis, clients that never rest, and an account of every message that was accepted. */
import { openStore, type Store } from '../../src/store/store.ts'
import { deliveryStatus } from '../gateway/dsn.ts'
import { newFolder, remove, type Sink, type Started, start, until } from '../gateway/running.ts'
import { Talk } from '../smtp/talk.ts'
import { MASTER_KEY, RedisServer } from '../store/redis-server.ts'

export const TEACHER = 'els.vandenbroeck@devlonder.example'
export const PARENT = 'ouder@mail.example'

// A third each: goes, is held, comes back.
const BODIES = [
  'Morgen zwemmen we.',
  'Leerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.',
  'Dag, het wachtwoord is Kikker!2041xz.',
] as const
const FILLER = 'Nog een gewone regel van een gewone brief aan de ouders van de klas.\r\n'

export const mail = (n: number, body: string = BODIES[n % 3]!, lines = 20): string =>
  `From: Els Vandenbroeck <${TEACHER}>\r\nTo: ${PARENT}\r\nSubject: Bericht\r\nMessage-ID: <m${n}@devlonder.example>\r\n\r\n${body}\r\n${FILLER.repeat(lines)}`

export const numberIn = (text: string): number => Number(/Message-ID: <m(\d+)@/i.exec(text)?.[1] ?? Number.NaN)

/** Seconds of silence after which a node of these tests counts as dead. */
export const DEAD_AFTER = 3

export type Nodes = Readonly<{
  redis: RedisServer
  /** One more program on the same store, with a folder of its own; or one started again in its old folder. */
  startNode: (more?: Readonly<Record<string, string>>, folder?: string) => Promise<Started>
  look: <T>(look: (store: Store) => Promise<T>) => Promise<T>
  dispose: () => Promise<void>
}>

export const openNodes = async (nextHop: number, settings: Readonly<Record<string, string>> = {}): Promise<Nodes> => {
  const redis = await RedisServer.start()
  const started = new Set<Started>()
  return {
    redis,
    startNode: async (more = {}, folder = newFolder()) => {
      const node = await start(
        {
          MAILSLUIS_STORE: `redis://127.0.0.1:${redis.port}/0`,
          MAILSLUIS_STORE_MASTER_KEY: MASTER_KEY,
          MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${nextHop}`,
          MAILSLUIS_QUEUE_RETRY_AFTER_SECONDS: '1',
          MAILSLUIS_NODES_DEAD_AFTER_SECONDS: String(DEAD_AFTER),
          ...settings,
          ...more,
        },
        folder,
      )
      started.add(node)
      return node
    },
    look: async (look) => {
      const store = await openStore(redis.options())
      try {
        return await look(store)
      } finally {
        await store.close()
      }
    },
    dispose: async () => {
      for (const node of started) {
        node.child.kill('SIGCONT')
        await node.kill()
        remove(node.folder)
      }
      await redis.dispose()
    },
  }
}

export type Load = {
  readonly accepted: Set<number>
  /** Sent whole, but no answer came: it may be there or not. */
  readonly unsure: Set<number>
  /** What a session was told that it should not have been, from greeting to QUIT; '' when it was cut off. */
  readonly refused: string[]
  sessions: number
  stop: () => Promise<void>
}

const ANSWER_MS = 30_000

/** One message; false when the session is over. */
const sendOne = async (talk: Talk, n: number, load: Load): Promise<boolean> => {
  const go = await talk.begin([PARENT], TEACHER)
  if (!go.startsWith('354')) {
    load.refused.push(go)
    return false
  }
  load.unsure.add(n)
  talk.write(`${mail(n)}.\r\n`)
  const answer = await talk.reply()
  if (answer !== '') load.unsure.delete(n)
  if (answer.startsWith('250 ')) load.accepted.add(n)
  else load.refused.push(answer)
  return answer.startsWith('250 ')
}

const session = async (port: number, numbers: () => number, load: Load): Promise<void> => {
  load.sessions += 1
  const talk = await Talk.to(port).catch((error: NodeJS.ErrnoException) => load.refused.push(error.code ?? 'no'))
  if (typeof talk === 'number') return
  const late = setTimeout(() => talk.hangUp(), ANSWER_MS)
  try {
    for (const expected of [await talk.reply(), await talk.say('EHLO client.school.example')])
      if (!expected.startsWith('2')) {
        load.refused.push(expected)
        return
      }
    // One, two or three in a session, as mail servers do.
    for (let n = numbers(), more = (n % 3) + 1; more > 0; more -= 1, n = numbers())
      if (!(await sendOne(talk, n, load))) return
    await talk.say('QUIT')
  } finally {
    clearTimeout(late)
    talk.hangUp()
  }
}

/** Clients that submit until they are stopped, each session to the next of the ports. */
export const startLoad = (ports: () => readonly number[], clients: number, pauseMs = 20): Load => {
  let next = 0
  let turn = 0
  let stopped = false
  const load: Load = {
    ...{ accepted: new Set(), unsure: new Set(), refused: [], sessions: 0 },
    stop: async () => {
      stopped = true
      await Promise.all(running)
    },
  }
  const client = async (): Promise<void> => {
    while (!stopped) {
      const some = ports()
      await session(some[turn++ % some.length] ?? 0, () => next++, load)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
  const running = Array.from({ length: clients }, client)
  return load
}

export type Account = Readonly<{
  delivered: readonly number[]
  held: readonly number[]
  returned: readonly number[]
  queued: number
}>

/** Waits until nothing is on its way any more, then counts every message by its number. */
export const settle = async (nodes: Pick<Nodes, 'look'>, sink: Sink, ms = 60_000): Promise<Account> => {
  let queued = Number.POSITIVE_INFINITY
  await nodes.look((store) =>
    until(
      async () => {
        const { received, waiting } = await store.counts()
        queued = received + waiting
        return queued === 0
      },
      () => `${queued} still on their way`,
      ms,
    ),
  )
  const held = await nodes.look(async (store) => {
    const mails = await store.list({ fate: 'held', limit: 100_000 })
    return Promise.all(mails.map(async ({ id }) => numberIn((await store.body(id)).toString('latin1'))))
  })
  const numbers = (some: Sink['delivered']) => some.map(({ raw }) => numberIn(raw.toString('latin1')))
  return {
    held,
    queued,
    delivered: numbers(sink.delivered.filter(({ from }) => from === TEACHER)),
    returned: numbers(
      sink.delivered.filter(
        ({ from, raw }) => from === '' && deliveryStatus(raw).recipients.some(({ action }) => action === 'failed'),
      ),
    ),
  }
}

export type Balance = Readonly<{
  accepted: number
  delivered: number
  held: number
  returned: number
  queued: number
  lost: readonly number[]
  /** More than once, in whatever way they ended. */
  twice: readonly number[]
}>

/** accepted = delivered + held + returned + queued, every number accounted for; what nobody promised may be there too. */
export const balance = (load: Load, { delivered, held, returned, queued }: Account): Balance => {
  const ended = [...delivered, ...held, ...returned]
  const times = new Map<number, number>()
  for (const n of ended) times.set(n, (times.get(n) ?? 0) + 1)
  return {
    ...{ accepted: load.accepted.size, queued },
    ...{ delivered: delivered.length, held: held.length, returned: returned.length },
    lost: [...load.accepted].filter((n) => !times.has(n)),
    twice: [...times].filter(([, count]) => count > 1).map(([n]) => n),
  }
}
