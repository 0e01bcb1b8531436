/** The rulebook of a node that takes its rules from the store: looks for a newer version, takes it whole or keeps the old. */
import { ConfigError } from './config.ts'
import type { Meaning } from './detectors/detectors.ts'
import { type Log, storeTrouble } from './log.ts'
import { inForce, type Published, textsOfVersion } from './publication.ts'
import { sourcesOf } from './rule-sources.ts'
import { compileRules, problemsIn, type Reading, type Rulebook, sayLoaded } from './rulebook.ts'
import { type Store, StoreUnusable } from './store/store.ts'

// One small record: on Redis a round trip, in the embedded store a look into its cache.
const LOOK_EVERY_MS = 500

const NOTHING =
  'policy.from is "store", but no rules have been published there yet. Publish them: mailsluis policy publish'

type Newest = Readonly<{ published: Published; reading: Reading }>

/** Undefined when a newer version came meanwhile. */
const readVersion = async (
  store: Store,
  published: Published,
  meaning: Meaning | undefined,
): Promise<Reading | undefined> => {
  const texts = await textsOfVersion(store, published)
  return texts && compileRules(sourcesOf(texts), meaning)
}

/** Throws a ConfigError when nothing is published, or when this release cannot use it. */
export const readNewest = async (store: Store, meaning: Meaning | undefined): Promise<Newest> => {
  for (;;) {
    const published = await inForce(store)
    if (!published) throw new ConfigError([NOTHING])
    const reading = await readVersion(store, published, meaning)
    if (reading) return { published, reading }
  }
}

const isSame = (one: Published, other: Published): boolean => one.version === other.version && one.hash === other.hash

class PublishedRules implements Rulebook {
  readonly #store: Store
  readonly #log: Log
  #published: Published
  #reading: Reading
  /** A version that could not be used here is not tried again and again. */
  #refused: Published | undefined
  #troubles: readonly string[] = []
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(store: Store, log: Log, published: Published, reading: Reading) {
    this.#store = store
    this.#log = log
    this.#published = published
    this.#reading = reading
    sayLoaded(log, reading, published.version)
    this.#later(storeTrouble(log, 'rules'))
  }

  current = () => this.#reading.rules
  troubles = () => this.#troubles
  published = () => this.#published.version

  close = (): void => {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  #later(trouble: ReturnType<typeof storeTrouble>): void {
    if (this.#closed) return
    this.#timer = setTimeout(() => {
      void this.#look()
        .then(trouble.ends, trouble.begins)
        .then(() => this.#later(trouble))
    }, LOOK_EVERY_MS).unref()
  }

  /** Rejects only when the store cannot be asked. */
  async #look(): Promise<void> {
    const newest = await inForce(this.#store)
    if (!newest || isSame(newest, this.#published) || (this.#refused && isSame(newest, this.#refused))) return
    try {
      // The texts of before, published again, make the rules of before.
      const known = newest.hash === this.#published.hash
      const reading = known ? this.#reading : await readVersion(this.#store, newest, this.#reading.rules.meaning)
      if (!reading) return
      this.#published = newest
      this.#reading = reading
      this.#troubles = []
      this.#refused = undefined
      sayLoaded(this.#log, reading, newest.version)
    } catch (error) {
      if (error instanceof StoreUnusable) throw error
      this.#refuse(newest, error)
    }
  }

  /** Its rules are in order elsewhere: this node runs another release, or what it read was damaged. */
  #refuse(newest: Published, error: unknown): void {
    this.#refused = newest
    const versions = `Version ${newest.version} of the published rules cannot be used on this node; version ${this.#published.version} stays in force.`
    this.#troubles = [versions, ...problemsIn(error)]
    this.#log.error('policyBroken', { published: newest.version, problems: this.#troubles }, error)
  }
}

/** Throws as `readNewest`. */
export const openPublishedRules = async (store: Store, log: Log, meaning: Meaning | undefined): Promise<Rulebook> => {
  const { published, reading } = await readNewest(store, meaning)
  return new PublishedRules(store, log, published, reading)
}
