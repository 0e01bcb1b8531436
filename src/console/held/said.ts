/** What was just done, told on the page that follows. */
import { message, type View } from '../layout.ts'
import type { Html } from '../shown.ts'
import { TOGETHER_TEXTS } from './together-texts.ts'

const HELD = ['released', 'partlyReleased', 'returned'] as const
export type Done = (typeof HELD)[number] | 'undone' | 'undoLate'

/** Nothing where the way back is offered: that says it already. */
export const saidOf = (done: string | undefined, view: View, isTold: boolean): Html | '' => {
  const { undo } = TOGETHER_TEXTS[view.language]
  if (done === 'undone') return message('good', undo.undone)
  if (done === 'undoLate') return message('bad', undo.late)
  const known = HELD.find((one) => one === done)
  return known && !isTold ? message('good', view.texts.held[known]) : ''
}
