/** The metrics of all workers, asked for whichever of them is asked by Prometheus. */
import type { Measured } from '../figures/figures.ts'

/** Who does not answer by then is left out: one that hangs must not hide the others. */
const PATIENCE_MS = 2000

type Poll = Readonly<{ wanted: number; answers: Measured[]; done: (all: readonly Measured[]) => void }>

export class Polls {
  readonly #open = new Map<number, Poll>()
  #turn = 0

  /** `ask` tells everybody the number of this turn and answers how many they are. */
  gather(ask: (turn: number) => number): Promise<readonly Measured[]> {
    this.#turn += 1
    const turn = this.#turn
    return new Promise((resolve) => {
      const answers: Measured[] = []
      const late = setTimeout(() => done(answers), PATIENCE_MS)
      const done = (all: readonly Measured[]): void => {
        clearTimeout(late)
        this.#open.delete(turn)
        resolve(all)
      }
      this.#open.set(turn, { wanted: ask(turn), answers, done })
    })
  }

  hear(turn: number, measured: Measured): void {
    const poll = this.#open.get(turn)
    if (!poll) return
    poll.answers.push(measured)
    if (poll.answers.length >= poll.wanted) poll.done(poll.answers)
  }
}
