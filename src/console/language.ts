/** Which language the reader's browser asks for (RFC 9110 §12.5.4); Dutch when it asks for none of ours. */
import type { Language } from '../message/message.ts'
import { TEXTS } from './texts/texts.ts'

// A browser names a few; a longer list is somebody's game.
const MOST = 20

const isOurs = (code: string): code is Language => Object.hasOwn(TEXTS, code)

const weightOf = (parameters: readonly string[]): number => {
  const q = parameters.map((p) => p.trim()).find((p) => p.startsWith('q='))
  return q === undefined ? 1 : Number(q.slice(2)) || 0
}

export const languageOf = (accepted: string): Language => {
  const wanted = accepted.split(',', MOST).map((range) => {
    const [tag = '', ...parameters] = range.split(';', 4)
    return { code: tag.trim().toLowerCase().split('-')[0] ?? '', weight: weightOf(parameters) }
  })
  const ours = wanted.filter(({ code, weight }) => weight > 0 && isOurs(code)).sort((a, b) => b.weight - a.weight)
  const best = ours[0]?.code ?? 'nl'
  return isOurs(best) ? best : 'nl'
}
