/** What was just done with a case, told on the page that follows. */
import type { Context } from 'hono'
import type { View } from '../layout.ts'
import { CASE_WORDS, type CaseDone } from './case-texts.ts'

const DONE: readonly CaseDone[] = ['asked', 'handed', 'excepted', 'leaked']

export const didOf = (c: Context, { language }: View): string | undefined => {
  const done = DONE.find((one) => one === c.req.query('did'))
  return done && CASE_WORDS[language].done[done]
}
