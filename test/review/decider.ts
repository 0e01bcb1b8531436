/** A process that decides on a message in the folder it is given, says so, and waits to be killed. */
import { openStore } from '../../src/store/store.ts'
import { optionsFor } from '../store/house.ts'
import { START } from '../store/mail.ts'
import { CARE, GREET, openReviewHouse } from './house.ts'

/** A review over the store in a folder that others open too. */
export const openIn = (folder: string) =>
  openReviewHouse({
    on: async () => {
      const clock = { now: START }
      const another = () => openStore(optionsFor(folder), { now: () => clock.now })
      const store = await another()
      return { clock, store, another, restart: another, dispose: () => store.close() }
    },
  })

if (process.argv[1] === import.meta.filename) {
  const house = await openIn(process.argv[2]!)
  const id = await house.bring(CARE)
  await house.review.decide(GREET, id, { to: 'release' })
  process.stdout.write(`${id}\n`)
  setInterval(() => {}, 1000)
}
