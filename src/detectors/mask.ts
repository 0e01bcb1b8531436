/** Masking, where excerpts are made: what leaves this file may be stored, shown and mailed. */

const DOT = '•'

/** A secret value: nothing of it is shown, not even its length. */
export const mask = (_value: string): string => DOT.repeat(6)

/** "Noor De Smet" → "N••• D••• S•••": enough for a colleague who knows the pupil, not for a stranger. */
export const maskName = (name: string): string =>
  name
    .split(/[\s-]+/)
    .filter(Boolean)
    .map((word) => `${[...word][0]}${DOT.repeat(3)}`)
    .join(' ')

/** "jan.peeters82@gmail.com" → "j•••@gmail.com". */
export const maskAddress = (address: string): string => {
  const at = address.lastIndexOf('@')
  if (at < 1) return mask(address)
  return `${[...address][0]}${DOT.repeat(3)}${address.slice(at)}`
}
