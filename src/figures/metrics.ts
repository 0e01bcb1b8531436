/**
 * Counts of this process since it began, as Prometheus reads them (https://prometheus.io/docs/practices/naming).
 * Labels come from closed sets, the rules and the routes of the configuration: no address, no school, no message.
 */
import {
  AggregatorRegistry,
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client'
import { EVENTS, type Event, type Log } from '../log.ts'
import type { Counting } from './figures.ts'
import { OUTCOMES } from './glance.ts'
import { ENDINGS } from './keys.ts'

/** How things stand in this moment. */
export type State = Readonly<{
  /** Messages not judged yet, recipients that wait for a next hop, those held, over all nodes. */
  queue: Readonly<{ received: number; waiting: number; held: number }>
  /** In this process. */
  judging: number
  delivering: number
  routes: readonly Readonly<{ route: string; ok: boolean; open: number }>[]
  /** Undefined: none is configured. */
  scanner: boolean | undefined
  /** Files that are broken while older ones stay in force. */
  troubles: number
}>

export type Measured = readonly MetricObjectWithValues<MetricValue<string>>[]

export interface Metrics extends Counting {
  /** The same log; what it says is counted. */
  listen(log: Log): Log
  /** Asked at each scrape; also measures the process itself from now on. */
  watch(state: () => Promise<State>): void
  /** Of this process, for `expose` of any of them. */
  read(): Promise<Measured>
  /** In Prometheus' text format; of several processes, as one. */
  expose(processes?: readonly Measured[]): Promise<string>
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const MINUTE_S = 60
const SCHOOL_SECONDS = [5, 15, 30, 60, 120, 240, 480, 960, 1440, 2880].map((minutes) => minutes * MINUTE_S)
const ANSWERS = ['delivered', 'retry', 'failed'] as const

const countersIn = (register: Registry) => {
  const registers = [register]
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name: `mailsluis_${name}`, help, labelNames, registers })
  const messages = counter('messages_total', 'Messages judged, by strictest outcome.', ['outcome'])
  const bytes = counter('message_bytes_total', 'Bytes of messages judged.', [])
  const rules = counter('rule_hits_total', 'Messages in which a rule hit.', ['rule', 'mode'])
  const unread = counter('unread_parts_total', 'Parts of messages that could not be read.', ['reason'])
  const endings = counter('endings_total', 'Ends of held and stopped messages.', ['ending'])
  const answers = counter('next_hop_answers_total', 'Answers of next hops, by recipient.', ['class'])
  const events = counter('events_total', 'Lines of the log, by event (docs/EVENTS.md).', ['event'])
  // A series that begins at one has no rate: what can happen is there from the start.
  for (const outcome of OUTCOMES) messages.inc({ outcome }, 0)
  for (const ending of ENDINGS) endings.inc({ ending }, 0)
  for (const answer of ANSWERS) answers.inc({ class: answer }, 0)
  for (const event of Object.keys(EVENTS)) events.inc({ event }, 0)
  const judging = new Histogram({
    ...{
      name: 'mailsluis_judging_seconds',
      help: 'What it took to read and weigh a message, scans included.',
      registers,
    },
    buckets: SECONDS,
  })
  const deciding = new Histogram({
    ...{ name: 'mailsluis_decision_school_seconds', help: 'What a decision took, by the school clock.', registers },
    buckets: SCHOOL_SECONDS,
  })
  return { messages, bytes, rules, unread, endings, answers, events, judging, deciding }
}

/** `first`: all processes see the same; `sum`: each has its own. */
const gaugesIn = (register: Registry) => {
  const gauge = <L extends string>(
    name: string,
    help: string,
    aggregator: 'first' | 'sum' | 'min',
    labelNames: L[] = [],
  ) => new Gauge({ name: `mailsluis_${name}`, help, labelNames, aggregator, registers: [register] })
  return {
    queue: gauge('queue_recipients', 'Recipients that wait for a next hop, or for a reviewer.', 'first', ['fate']),
    unjudged: gauge('queue_unjudged_messages', 'Messages accepted and not judged yet.', 'first'),
    judging: gauge('judging_messages', 'Messages being judged now.', 'sum'),
    delivering: gauge('deliveries', 'Messages being handed to a next hop now.', 'sum'),
    routeUp: gauge('route_up', 'Whether the last answer of a route was no trouble.', 'min', ['route']),
    connections: gauge('route_connections', 'Open connections of a route.', 'sum', ['route']),
    scanner: gauge('scanner_up', 'Whether the virus scanner answers; absent without one.', 'min'),
    troubles: gauge('broken_files', 'Broken files while older ones stay in force.', 'first'),
  }
}

const set = (gauges: ReturnType<typeof gaugesIn>, state: State): void => {
  gauges.queue.set({ fate: 'waiting' }, state.queue.waiting)
  gauges.queue.set({ fate: 'held' }, state.queue.held)
  gauges.unjudged.set(state.queue.received)
  gauges.judging.set(state.judging)
  gauges.delivering.set(state.delivering)
  for (const { route, ok, open } of state.routes) {
    gauges.routeUp.set({ route }, ok ? 1 : 0)
    gauges.connections.set({ route }, open)
  }
  if (state.scanner === undefined) gauges.scanner.remove()
  else gauges.scanner.set(state.scanner ? 1 : 0)
  gauges.troubles.set(state.troubles)
}

export const openMetrics = (): Metrics => {
  const register = new Registry()
  const counters = countersIn(register)
  const gauges = gaugesIn(register)
  let look: (() => Promise<State>) | undefined
  const read = async (): Promise<Measured> => {
    if (look) set(gauges, await look())
    return register.getMetricsAsJSON()
  }
  const heard =
    (write: Log['error']): Log['error'] =>
    (event: Event, fields, error) => {
      counters.events.inc({ event })
      write(event, fields, error)
    }
  return {
    judged: ({ decision, size, unread, ms }) => {
      counters.messages.inc({ outcome: decision.outcome })
      counters.bytes.inc(size)
      counters.judging.observe(ms / 1000)
      for (const reason of unread) counters.unread.inc({ reason })
      const rules = new Map(decision.hits.map((hit) => [`${hit.rule} ${hit.mode}`, hit]))
      for (const { rule, mode } of rules.values()) counters.rules.inc({ rule, mode })
    },
    ended: ({ ending, schoolMinutes }) => {
      counters.endings.inc({ ending })
      if (ending === 'released' || ending === 'mended' || ending === 'returned')
        counters.deciding.observe(schoolMinutes * MINUTE_S)
    },
    answered: (_, outcomes) => {
      for (const outcome of outcomes) counters.answers.inc({ class: outcome })
    },
    listen: (log) => ({ info: heard(log.info), warn: heard(log.warn), error: heard(log.error) }),
    watch: (state) => {
      look = state
      // Only here: commands beside the server measure nothing.
      collectDefaultMetrics({ register })
    },
    read,
    expose: async (processes) => {
      if (processes) return AggregatorRegistry.aggregate([...processes]).metrics()
      await read()
      return register.metrics()
    },
  }
}
