/**
 * Programs that tests start end with them, whatever became of the test: one left behind would keep the whole run waiting,
 * since it has inherited its pipes.
 */
import type { ChildProcess } from 'node:child_process'

const running = new Set<ChildProcess>()

const endAll = (): void => {
  for (const child of running) {
    // One that a test has stopped cannot hear anything else.
    child.kill('SIGKILL')
  }
}
process.once('exit', endAll)
process.once('disconnect', endAll)
process.once('SIGTERM', () => {
  endAll()
  process.exit()
})

export const endingWithUs = <C extends ChildProcess>(child: C): C => {
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}
