/** Three lanes of trouble side by side: what befalls the program, the next hop and the store, at moments chance gives. */
import { type Chance, wait } from './chance.ts'
import type { Trouble } from './ground.ts'
import { MOODS, type NextHop } from './hop.ts'
import type { Ledger } from './ledger.ts'
import type { Program } from './program.ts'

export type Befalls = Readonly<{
  ledger: Ledger
  programs: readonly Program[]
  hop: NextHop
  troubles: readonly Trouble[]
  /** Trouble goes on while it answers true. */
  goesOn: () => boolean
  tell: (what: string) => void
}>

export const KILLED = 'program killed (SIGKILL)'

/** Around `what` answers under way may be lost, and a message may come twice. */
const during = async (ledger: Ledger, what: string, kill: boolean, act: () => Promise<void>): Promise<void> => {
  const from = Date.now()
  await act()
  ledger.windows.push({ what, from, to: Date.now(), kill })
}

const kill = (ledger: Ledger, program: Program, chance: Chance): Promise<void> =>
  during(ledger, KILLED, true, async () => {
    await program.end('SIGKILL')
  }).then(async () => {
    await wait(chance.between(0, 500))
    await program.start()
  })

const restart = async (ledger: Ledger, program: Program): Promise<void> => {
  await during(ledger, 'program asked to stop (SIGTERM)', false, async () => {
    const code = await program.end('SIGTERM')
    if (code !== 0) ledger.faults.push(`SIGTERM: the program ended with ${code}, not 0`)
  })
  await program.start()
}

const freeze = (ledger: Ledger, program: Program, chance: Chance): Promise<void> =>
  during(ledger, 'program frozen for seconds (SIGSTOP)', true, async () => {
    program.signal('SIGSTOP')
    await wait(chance.between(300, 7000))
    program.signal('SIGCONT')
  })

const programLane = async (
  { ledger, programs, goesOn, tell }: Befalls,
  chance: Chance,
  quiet: number,
): Promise<void> => {
  while (goesOn()) {
    await wait(chance.between(quiet / 10, quiet))
    if (!goesOn()) return
    const program = chance.pick(programs)
    const what = chance.pick(['killed', 'killed', 'killed', 'restarted', 'frozen'])
    tell(`${program.name} ${what}`)
    if (what === 'killed') await kill(ledger, program, chance)
    else if (what === 'restarted') await restart(ledger, program)
    else await freeze(ledger, program, chance)
  }
}

const hopLane = async ({ ledger, hop, goesOn, tell }: Befalls, chance: Chance): Promise<void> => {
  while (goesOn()) {
    await wait(chance.between(500, 6000))
    if (!goesOn()) return
    const mood = chance.pick(MOODS.slice(1))
    tell(`next hop ${mood}`)
    await during(ledger, `next hop ${mood}`, false, async () => {
      await hop.change(mood)
      await wait(chance.between(500, 6000))
      await hop.change('well')
    })
  }
}

const storeLane = async ({ ledger, troubles, goesOn, tell }: Befalls, chance: Chance): Promise<void> => {
  while (goesOn() && troubles.length > 0) {
    await wait(chance.between(2000, 15_000))
    if (!goesOn()) return
    const { what, befall } = chance.pick(troubles)
    tell(what)
    await during(ledger, what, false, () => befall(chance))
  }
}

export type Chances = Readonly<{ program: Chance; hop: Chance; store: Chance }>

/** `quietMs`: the longest peace of a program between two troubles. */
export const befall = async (on: Befalls, chances: Chances, quietMs: number): Promise<void> => {
  await Promise.all([programLane(on, chances.program, quietMs), hopLane(on, chances.hop), storeLane(on, chances.store)])
}
