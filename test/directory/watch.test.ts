import { mkdtemp, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DirectoryError, type LoadedDirectory, watchDirectory } from '../../src/directory/directory.ts'

let folder = ''
let file = ''
let watching: { close(): void } | undefined
let seen: (LoadedDirectory | Error)[] = []

const withDomain = (domain: string) => JSON.stringify({ domains: [domain] })
const domainsSeen = () => seen.map((item) => (item instanceof Error ? 'error' : item.directory.domains.join()))

/** Waits for the watcher to say `count` things; fails by the test's own time limit. */
const said = async (count: number): Promise<void> => {
  while (seen.length < count) await new Promise((resolve) => setTimeout(resolve, 20))
}

const start = (pollMs: number): void => {
  watching = watchDirectory(
    file,
    (loaded) => seen.push(loaded),
    (error) => seen.push(error as Error),
    { pollMs },
  )
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'directory-'))
  file = join(folder, 'people.json')
  seen = []
  await writeFile(file, withDomain('een.example'))
})

afterEach(async () => {
  watching?.close()
  await rm(folder, { recursive: true })
})

test('a change, and a file put in its place, are read', async () => {
  start(60_000)
  await writeFile(file, withDomain('twee.example'))
  await said(1)
  await writeFile(join(folder, 'new.json'), withDomain('drie.example'))
  await rename(join(folder, 'new.json'), file)
  await said(2)
  expect(domainsSeen()).toEqual(['twee.example', 'drie.example'])
})

test('a broken file is told and gives no directory; mended, it does', async () => {
  start(60_000)
  await writeFile(file, '{"domains": [')
  await said(1)
  expect(seen[0]).toBeInstanceOf(DirectoryError)
  await writeFile(file, withDomain('goed.example'))
  await said(2)
  expect(domainsSeen()).toEqual(['error', 'goed.example'])
})

test('a missing file is told once, and read when it is back', async () => {
  start(30)
  await unlink(file)
  await said(1)
  await new Promise((resolve) => setTimeout(resolve, 300))
  await writeFile(file, withDomain('terug.example'))
  await said(2)
  expect(domainsSeen()).toEqual(['error', 'terug.example'])
})

test('the poll finds what the system does not announce; other files of the folder are nothing', async () => {
  start(30)
  await writeFile(join(folder, 'other.json'), 'x')
  await writeFile(file, withDomain('poll.example'))
  await said(1)
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(domainsSeen()).toEqual(['poll.example'])
})

test('closed, it says nothing', async () => {
  start(30)
  watching?.close()
  await writeFile(file, withDomain('laat.example'))
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(seen).toEqual([])
})
