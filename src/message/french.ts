/**
 * French sets a space before : ; ? ! and within « », at which no line may break (Lexique des règles typographiques en usage
 * à l’Imprimerie nationale). Nobody types such a space; our own texts get theirs here.
 */

const NARROW = '\u202f'

const spaced = (text: string): string => text.replace(/[ \u00a0](?=[:;?!»])|(?<=«)[ \u00a0]/g, NARROW)

const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype

/** A French text, or a catalogue of them: all that it holds, and what its functions answer. */
export const inFrench = <T>(texts: T): T => {
  const set = (value: unknown): unknown => {
    if (typeof value === 'string') return spaced(value)
    if (typeof value === 'function') return (...given: unknown[]) => set(value(...given))
    if (Array.isArray(value)) return value.map(set)
    if (typeof value !== 'object' || value === null || !isPlain(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, set(one)]))
  }
  return set(texts) as T
}
