/** An address list cut into its items, each as it was written (RFC 5322 §3.4), so that one can go and the others stay. */

/** One address, or a group: `name` up to its colon, `members` between the commas up to its semicolon. */
export type ListItem = Readonly<{ text: string; name?: string; members?: readonly string[] }>

const CLOSERS: Readonly<Record<string, string>> = { '"': '"', '<': '>', '[': ']', '(': ')' }

/** Index behind what opens at `from`; marks inside it cut nothing. The end of the text closes whatever is open. */
const skip = (text: string, from: number): number => {
  const open = text[from]!
  const close = CLOSERS[open]!
  let depth = 1
  for (let i = from + 1; i < text.length; i++) {
    const char = text[i]
    if (char === '\\' && close !== '>') i++
    else if (char === close && --depth === 0) return i + 1
    else if (char === open && open === '(') depth++
  }
  return text.length
}

type Cut = Readonly<{ text: string; mark: string }>

/** Stretches of text, each with the mark that ends it: comma, colon, semicolon, or '' at the end. */
const cuts = (list: string): Cut[] => {
  const found: Cut[] = []
  let start = 0
  for (let i = 0; i < list.length; ) {
    const char = list[i]!
    if (char in CLOSERS) i = skip(list, i)
    else {
      if (char === ',' || char === ';' || char === ':') {
        found.push({ text: list.slice(start, i), mark: char })
        start = i + 1
      }
      i++
    }
  }
  return [...found, { text: list.slice(start), mark: '' }]
}

type Group = { name: string; members: string[] }

const closed = ({ name, members }: Group): ListItem => ({
  text: `${name}${members.join(',')};`,
  name,
  members: members.filter((member) => member.trim() !== ''),
})

/** A colon behind an address is a mistake, not the name of a group: people write "aan: x@y". */
const namesGroup = ({ text, mark }: Cut): boolean => mark === ':' && !text.includes('@')

export const listItems = (list: string): ListItem[] => {
  const items: ListItem[] = []
  let group: Group | undefined
  for (const cut of cuts(list)) {
    if (group) {
      group.members.push(cut.text)
      if (cut.mark === ';' || cut.mark === '') {
        items.push(closed(group))
        group = undefined
      }
    } else if (namesGroup(cut)) group = { name: `${cut.text}:`, members: [] }
    else if (cut.text.trim() !== '') items.push({ text: cut.text })
  }
  return items
}
