/** Header fields that hold words of the sender beside the subject; some programs show them, and all pass them on. */
import { decodeWords } from './encoded-words.ts'
import type { Header, Text } from './message.ts'
import { namesOf } from './parts.ts'
import { wordsOf } from './same-words.ts'
import type { Leaf } from './structure.ts'

// RFC 5322 §3.6.5; Outlook calls a conversation by the topic, which may be another than the subject.
const SPOKEN = new Set(['comments', 'keywords', 'thread-topic', 'organization', 'organisation'])
// Names and comments beside an address, which mail programs show.
const NAMED = /^(?:resent-)?(?:from|sender|to|cc|bcc|reply-to)$|^list-[a-z]{2,20}$/
// Fields of their own; those of programs have no sentence in them, and the rest is known by name.
const OWN = /^x-(?!ms-|microsoft-|google-|gm-|spam|virus|mailer|originating|forefront|barracuda|proofpoint|mimecast)/
const SENTENCE = /(?:\p{L}{2,30}[\s,.:'’-]{1,3}){2}[\p{L}\d]/u
const ADDRESS = /<[^<>]{0,1000}>|[^\s<>()"]{1,200}@[^\s<>()",]{1,200}/g

const isSpoken = (name: string, value: string): boolean =>
  SPOKEN.has(name) || ((NAMED.test(name) || OWN.test(name)) && SENTENCE.test(value))

export const headerTexts = (headers: readonly Header[], subject: string): Text[] => {
  const known = wordsOf(subject)
  return headers
    .map(({ name, value }) => ({ name, text: NAMED.test(name) ? value.replace(ADDRESS, ' ').trim() : value }))
    .filter(({ name, text }) => isSpoken(name, text) && text.trim() !== '' && !known.includes(wordsOf(text)))
    .map(({ name, text }) => ({ role: 'own', place: { in: 'header', header: name }, text }))
}

/** What is said of a part (RFC 2045 §8). Exchange repeats the name of the file there. */
export const descriptionTexts = (leaves: readonly Leaf[]): Text[] =>
  leaves.flatMap((leaf) => {
    const text = decodeWords(leaf.description).trim()
    const names = namesOf(leaf)
    if (text === '' || names.includes(text)) return []
    return [{ role: 'attachment', place: { in: 'attachment', file: names[0] ?? '', hidden: true }, text }]
  })
