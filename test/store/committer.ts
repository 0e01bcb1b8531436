/** A process to be killed: takes mail as fast as it can and says what it was promised. Run as `node committer.ts FOLDER [small]`. */
import { writeSync } from 'node:fs'
import { openStore } from '../../src/store/store.ts'
import { optionsFor } from './house.ts'
import { keep, notice, receive, text } from './mail.ts'

const SIZES = process.argv[3] === 'small' ? [40, 9_000] : [40, 9_000, 70_000, 1_500_000]

const say = (line: string): void => {
  writeSync(1, `${line}\n`)
}

const store = await openStore(optionsFor(process.argv[2]!))

const work = async (worker: number): Promise<never> => {
  for (let n = 0; ; n += 1) {
    const size = SIZES[n % SIZES.length]!
    say(
      `received ${await receive(store, Buffer.alloc(size, `${process.pid}.${worker}.${n} `), ['a@x.example'])} ${size}`,
    )
    say(
      `held ${await keep(store, { 'a@x.example': 'held' }, { raw: text('vast'), notices: [notice('bericht')] })} ${text('vast').length}`,
    )
    say(`waiting ${await store.enqueue(notice('eigen'))} ${text('eigen').length}`)
  }
}

await Promise.all([0, 1, 2, 3, 4].map(work))
