/** Header fields that hold words of the sender beside the subject; some programs show them, and all pass them on. */
import { decodeWords } from './encoded-words.ts'
import type { Header, Text } from './message.ts'
import { namesOf } from './parts.ts'
import { wordsOf } from './same-words.ts'
import type { Leaf } from './structure.ts'

// RFC 5322 §3.6.5; Outlook calls a conversation by the topic, which may be another than the subject.
const SPOKEN = ['comments', 'keywords', 'thread-topic']

export const headerTexts = (headers: readonly Header[], subject: string): Text[] => {
  const known = wordsOf(subject)
  return headers
    .filter(({ name, value }) => SPOKEN.includes(name) && value.trim() !== '' && !known.includes(wordsOf(value)))
    .map(({ name, value }) => ({ role: 'own', place: { in: 'header', header: name }, text: value }))
}

/** What is said of a part (RFC 2045 §8). Exchange repeats the name of the file there. */
export const descriptionTexts = (leaves: readonly Leaf[]): Text[] =>
  leaves.flatMap((leaf) => {
    const text = decodeWords(leaf.description).trim()
    const names = namesOf(leaf)
    if (text === '' || names.includes(text)) return []
    return [{ role: 'attachment', place: { in: 'attachment', file: names[0] ?? '', hidden: true }, text }]
  })
