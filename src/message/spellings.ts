/**
 * Every spelling met gets a number, so that who reads words keeps what it found out about each in a list instead of
 * looking it up again by its letters: a message of 10 KB has some 1,700 words, and nearly all were met before.
 */

/** Spellings in one round; when there are more, all are forgotten and a new round begins. */
export const MOST = 1 << 16
const ROUND_SHIFT = 16
// Nobody writes such words, and what is not kept cannot fill the memory.
const LONGEST = 40

/** Of a word too long to be kept. */
const UNNUMBERED = -1

let round = 0
const numbers = new Map<string, number>()

/** What happens when a round ends: numbers given in it are gone. */
const atRoundEnd: (() => void)[] = []
export const whenForgotten = (forget: () => void): void => void atRoundEnd.push(forget)

/** A copy: a slice of a text would keep all of that text in memory. */
export const copyOf = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le')

export const numberOf = (folded: string): number => {
  const known = numbers.get(folded)
  if (known !== undefined) return known
  if (folded.length > LONGEST) return UNNUMBERED
  if (numbers.size >= MOST) {
    numbers.clear()
    round = (round + 1) & 0x3fff
    for (const forget of atRoundEnd) forget()
  }
  const number = (round << ROUND_SHIFT) | numbers.size
  numbers.set(copyOf(folded), number)
  return number
}

type Spelled = Readonly<{ folded: string; spelling: number }>

/** The place of a word in a list of MOST that is emptied `whenForgotten`; -1 when it has none. */
export const placeOf = ({ spelling }: Spelled): number =>
  spelling >> ROUND_SHIFT === round ? spelling & (MOST - 1) : -1

// A list that is filled here and there becomes one that is searched: it has all of its places before they are filled.
const FIRST_PLACES = 1 << 12
const placesFor = (place: number): number => Math.max(FIRST_PLACES, 1 << (32 - Math.clz32(place)))

/** `find`, asked once for each spelling. */
export const oncePerSpelling = <T>(find: (folded: string) => T): ((word: Spelled) => T) => {
  let mine = -1
  let known: (T | undefined)[] = []
  const look = (word: Spelled): T => {
    const found = find(word.folded)
    const place = placeOf(word)
    if (place < 0) return found
    if (mine !== round) known = []
    mine = round
    if (place >= known.length) known = Object.assign(new Array(placesFor(place)), known)
    known[place] = found
    return found
  }
  return (word) => {
    const { spelling } = word
    const place = spelling & (MOST - 1)
    const found = spelling >> ROUND_SHIFT === mine && place < known.length ? known[place] : undefined
    return found === undefined ? look(word) : found
  }
}

/** The same for numbers from 0 on, which take so little room that one for each word of a message is no burden. */
export const numberPerSpelling = <W extends Spelled>(find: (word: W) => number): ((word: W) => number) => {
  let mine = -1
  // One more than what was found; 0 where nobody looked yet.
  let known = new Int32Array(0)
  const look = (word: W): number => {
    const found = find(word)
    const place = placeOf(word)
    if (place < 0) return found
    if (mine !== round) known = new Int32Array(0)
    mine = round
    if (place >= known.length) {
      const before = known
      known = new Int32Array(placesFor(place))
      known.set(before)
    }
    known[place] = found + 1
    return found
  }
  return (word) => {
    const { spelling } = word
    const place = spelling & (MOST - 1)
    const found = spelling >> ROUND_SHIFT === mine && place < known.length ? known[place]! : 0
    return found === 0 ? look(word) : found - 1
  }
}
