/** What the sentence model is learned from, as one digest: it stands in the model, so that a forgotten training shows. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

const CONFIG = new URL('../config/', import.meta.url)

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(new URL(folder, CONFIG))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => folder + name)

/** SHA-256 of sentences, concepts and the words that offend beside others; a word more in the other lexicons needs no training. */
export const digestOfSources = (): string => {
  const hash = createHash('sha256')
  const files = [...filesIn('model/sentences/', '.tsv'), ...filesIn('model/concepts/', '.txt'), 'lexicons/offences.txt']
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(new URL(file, CONFIG)))
  return hash.digest('hex')
}
