/** Rules from the store: one version after the other, each whole, and the one before while the next cannot be used. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import type { Log } from '../../src/log.ts'
import { inForce, publish, textsOfVersion } from '../../src/publication.ts'
import { openPublishedRules } from '../../src/published-rules.ts'
import type { RuleTexts } from '../../src/rule-sources.ts'
import { type Rulebook, readTexts } from '../../src/rulebook.ts'
import { until } from '../gateway/running.ts'
import { openHouse } from '../store/house.ts'

const { texts } = readTexts(loadConfig({ env: {}, cwd: '/' }).config)

let house: Awaited<ReturnType<typeof openHouse>>
let books: Rulebook[]
let events: string[]
beforeEach(async () => {
  house = await openHouse()
  books = []
  events = []
})
afterEach(async () => {
  for (const book of books) book.close()
  await house.dispose()
})

const open = async (): Promise<Rulebook> => {
  const note = (event: string) => {
    events.push(event)
  }
  const log: Log = { info: note, warn: note, error: note }
  const book = await openPublishedRules(house.store, log, undefined)
  books.push(book)
  return book
}

const put = (some: RuleTexts) => publish(house.store, some, 'an', 'demo')
/** The same rules with another pack of De Vlonder. */
const changed = (change: (text: string) => string): RuleTexts => ({
  ...texts,
  packs: texts.packs.map((pack) => (pack.name.endsWith('kindante.yaml') ? { ...pack, text: change(pack.text) } : pack)),
})
const metadata = changed((text) => text.replace(/^reviewVisibility: \w+/m, 'reviewVisibility: metadata'))
const visibility = (book: Rulebook) => book.current().policy.packs.get('kindante')?.reviewVisibility
const holds = (check: () => boolean) => until(check, () => events.join(' '), 10_000)

test('nothing is published yet: said, and what to do', async () => {
  await expect(open()).rejects.toThrow('mailsluis policy publish')
})

test('a newer version is taken over as a whole; versions before the last two are gone', async () => {
  await put(texts)
  const book = await open()
  expect([book.published(), visibility(book)]).toEqual([1, 'findings'])
  await put(metadata)
  await holds(() => book.published() === 2)
  expect([visibility(book), book.troubles()]).toEqual(['metadata', []])
  const second = (await inForce(house.store))!
  await put(texts)
  expect(await textsOfVersion(house.store, second)).toBeDefined()
  await put(metadata)
  expect(await textsOfVersion(house.store, second)).toBeUndefined()
  await holds(() => book.published() === 4)
})

test('a version this program cannot use leaves the one before in force, is told once, and is over with the next', async () => {
  await put(texts)
  const book = await open()
  await put(changed((text) => `${text}\nunheardOf: true\n`))
  await holds(() => book.troubles().length > 0)
  expect(book.troubles()[0]).toContain('Version 2 of the published rules cannot be used')
  expect([book.published(), visibility(book)]).toEqual([1, 'findings'])
  await new Promise((resolve) => setTimeout(resolve, 1200))
  expect(events.filter((event) => event === 'policyBroken')).toHaveLength(1)
  await put(metadata)
  await holds(() => book.published() === 3)
  expect([visibility(book), book.troubles()]).toEqual(['metadata', []])
})

test('the rules of before, published again, count again', async () => {
  await put(texts)
  const book = await open()
  await put(changed((text) => `${text}\nunheardOf: true\n`))
  await holds(() => book.troubles().length > 0)
  await put(texts)
  await holds(() => book.published() === 3)
  expect(book.troubles()).toEqual([])
})

test('a record that is not what was named is not used', async () => {
  const done = await put(texts)
  const { version, hash } = done!.published
  const other = await house.store.get('rules', `${version} ${hash}`)
  await put(metadata)
  const second = (await inForce(house.store))!
  await house.store.put('rules', { key: `${second.version} ${second.hash}`, value: other, expires: 0 })
  await expect(open()).rejects.toThrow('not those that were named')
})

test('of two who publish at once one is told to wait', async () => {
  const both = await Promise.all([put(texts), put(metadata)])
  expect(both.filter(Boolean)).toHaveLength(1)
  expect(await put(metadata)).toBeDefined()
})
