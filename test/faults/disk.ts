/**
 * A disk that keeps its word and nothing more: what was synced is there after a power cut; of what was not, each 4 KB page
 * is there, is not, or is torn between two sectors; each name is there only when its folder was synced, else by chance.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Event } from './trace.ts'

const PAGE = 4096
const SECTOR = 512

/** 0 ≤ answer < 1; the same sequence for the same seed. */
export const chanceFrom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What becomes of what was not synced: all lost, all kept (also the later without the earlier), or as chance has it. */
export type Mood = 'lost' | 'kept' | 'mixed'

type Chance = Readonly<{ mood: Mood; random: () => number }>

/** Index of what survives of `count` states, the first of which is the synced one. */
const survivor = ({ mood, random }: Chance, count: number): number =>
  mood === 'lost' ? 0 : mood === 'kept' ? count - 1 : Math.floor(random() * count)

type Change = Readonly<{ at: number; apply: (bytes: Bytes) => void; pages: readonly number[] }>

/** Content as pages, so that a large file costs what was written. */
class Bytes {
  size = 0
  readonly pages = new Map<number, Buffer>()

  write(data: Buffer, offset: number): void {
    for (let done = 0; done < data.length; ) {
      const at = offset + done
      const n = Math.floor(at / PAGE)
      const page = Buffer.from(this.pages.get(n) ?? Buffer.alloc(PAGE))
      done += data.copy(page, at % PAGE, done)
      this.pages.set(n, page)
    }
    this.size = Math.max(this.size, offset + data.length)
  }

  cut(size: number): void {
    this.size = size
    for (const n of this.pages.keys()) if (n * PAGE >= size) this.pages.delete(n)
    const last = this.pages.get(Math.floor(size / PAGE))
    if (last) this.pages.set(Math.floor(size / PAGE), Buffer.concat([last.subarray(0, size % PAGE)], PAGE))
  }

  copy(): Bytes {
    const copied = new Bytes()
    copied.size = this.size
    for (const [n, page] of this.pages) copied.pages.set(n, page)
    return copied
  }

  whole(): Buffer {
    const all = Buffer.alloc(this.size)
    for (const [n, page] of this.pages) page.copy(all, n * PAGE)
    return all
  }
}

const EMPTY = Buffer.alloc(PAGE)

/** Sector by sector from one of two states of a page. */
const torn = (one: Buffer, other: Buffer, random: () => number): Buffer =>
  Buffer.concat(
    Array.from({ length: PAGE / SECTOR }, (_, n) =>
      (random() < 0.5 ? one : other).subarray(n * SECTOR, (n + 1) * SECTOR),
    ),
  )

class File {
  readonly now = new Bytes()
  #synced = new Bytes()
  #pending: Change[] = []

  change(at: number, pages: readonly number[], apply: (bytes: Bytes) => void): void {
    apply(this.now)
    this.#pending.push({ at, apply, pages })
  }

  /** What ended before the sync began is on disk. */
  sync(begun: number): void {
    for (const { apply } of this.#pending.filter(({ at }) => at < begun)) apply(this.#synced)
    this.#pending = this.#pending.filter(({ at }) => at >= begun)
  }

  after(chance: Chance): Buffer {
    const states = [this.#synced.copy()]
    for (const { apply } of this.#pending) {
      const next = states.at(-1)!.copy()
      apply(next)
      states.push(next)
    }
    const left = states[0]!.copy()
    for (const n of new Set(this.#pending.flatMap(({ pages }) => pages))) {
      const pages = states.map((state) => state.pages.get(n) ?? EMPTY)
      const chosen = survivor(chance, pages.length)
      const page = pages[chosen]!
      const other = pages[Math.min(chosen + 1, pages.length - 1)]!
      left.pages.set(n, chance.mood === 'mixed' && chance.random() < 0.3 ? torn(page, other, chance.random) : page)
    }
    left.size = states[survivor(chance, states.length)]!.size
    for (const n of left.pages.keys()) if (n * PAGE >= left.size) left.pages.delete(n)
    return left.whole()
  }
}

type Node = File | Folder

class Folder {
  readonly now = new Map<string, Node>()
  readonly #synced = new Map<string, Node>()
  #pending: Readonly<{ at: number; apply: (names: Map<string, Node>) => void }>[] = []

  change(at: number, apply: (names: Map<string, Node>) => void): void {
    apply(this.now)
    this.#pending.push({ at, apply })
  }

  sync(begun: number): void {
    for (const { apply } of this.#pending.filter(({ at }) => at < begun)) apply(this.#synced)
    this.#pending = this.#pending.filter(({ at }) => at >= begun)
  }

  after(chance: Chance): Map<string, Node> {
    const names = new Map(this.#synced)
    for (const { apply } of this.#pending) if (survivor(chance, 2) === 1) apply(names)
    return names
  }
}

type Handle = { node: Node; position: number; append: boolean }

/** `root`: a folder that was there, empty and safe, before the first event. What lies outside it is not looked at. */
export class Disk {
  readonly #root: string
  readonly #top = new Folder()
  readonly #open = new Map<number, Handle>()

  constructor(root: string) {
    this.#root = root
  }

  happen(event: Event): void {
    if (event.kind === 'said' || !this.#isHere(event.path)) return
    if (event.kind === 'open') this.#opened(event)
    else if (event.kind === 'write') this.#written(event)
    else if (event.kind === 'cut') {
      const file = this.#handle(event.fd).node as File
      const pages = [...file.now.pages.keys()].filter((n) => (n + 1) * PAGE > event.size)
      file.change(event.at, pages, (bytes) => bytes.cut(event.size))
    } else if (event.kind === 'sync') this.#handle(event.fd).node.sync(event.begun)
    else this.#named(event)
  }

  /** What a power cut now leaves, written into the empty folder `into`. */
  cut(into: string, chance: Chance): void {
    const put = (folder: Folder, path: string): void => {
      for (const [name, node] of folder.after(chance)) {
        const there = join(path, name)
        if (node instanceof File) writeFileSync(there, node.after(chance), { mode: 0o600 })
        else {
          mkdirSync(there, { mode: 0o700 })
          put(node, there)
        }
      }
    }
    put(this.#top, into)
  }

  #isHere(path: string): boolean {
    return path === this.#root || path.startsWith(`${this.#root}/`)
  }

  #find(path: string): Readonly<{ folder: Folder; name: string; node: Node | undefined }> {
    const steps = path.slice(this.#root.length).split('/').filter(Boolean)
    const name = steps.pop() ?? ''
    let folder = this.#top
    for (const step of steps) folder = folder.now.get(step) as Folder
    return { folder, name, node: name === '' ? this.#top : folder.now.get(name) }
  }

  #handle(fd: number): Handle {
    const handle = this.#open.get(fd)
    if (!handle) throw new Error(`file ${fd} was not seen to be opened`)
    return handle
  }

  #opened({ path, fd, make, empty, append, at }: Extract<Event, { kind: 'open' }>): void {
    const { folder, name, node } = this.#find(path)
    const found = node ?? new File()
    if (!node && make) folder.change(at, (names) => names.set(name, found))
    if (empty && found instanceof File && found.now.size > 0)
      found.change(at, [...found.now.pages.keys()], (bytes) => bytes.cut(0))
    this.#open.set(fd, { node: found, position: 0, append })
  }

  #written({ fd, data, offset, at }: Extract<Event, { kind: 'write' }>): void {
    const handle = this.#handle(fd)
    const file = handle.node as File
    const start = offset ?? (handle.append ? file.now.size : handle.position)
    if (offset === undefined) handle.position = start + data.length
    const [first, last] = [Math.floor(start / PAGE), Math.floor((start + data.length - 1) / PAGE)]
    const pages = Array.from({ length: last - first + 1 }, (_, n) => first + n)
    file.change(at, pages, (bytes) => bytes.write(data, start))
  }

  #named(event: Extract<Event, { kind: 'folder' | 'unlink' | 'rmdir' | 'rename' | 'link' }>): void {
    const { folder, name, node } = this.#find(event.path)
    const made = new Folder()
    if (event.kind === 'folder') folder.change(event.at, (names) => names.set(name, made))
    else if (event.kind === 'unlink' || event.kind === 'rmdir') folder.change(event.at, (names) => names.delete(name))
    else {
      const target = this.#find(event.to)
      target.folder.change(event.at, (names) => {
        names.set(target.name, node!)
        // Within one folder a rename is one step; this program does no other.
        if (event.kind === 'rename') names.delete(name)
      })
    }
  }
}
