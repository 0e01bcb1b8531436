import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Commits } from '../../src/store/commits.ts'
import { Database } from '../../src/store/database.ts'
import { freshFolder } from './house.ts'

let folder: string
let db: Database
beforeEach(async () => {
  folder = await freshFolder()
  db = new Database(join(folder, 'x.db'))
  db.configure()
  db.exec('create table t (n integer primary key)')
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

const rest = async (): Promise<void> => {}
const add = (n: number) => () => db.run('insert into t values (?)', n)
const rows = () => db.all<{ n: number }>('select n from t order by n').map(({ n }) => n)

test('what is asked in one turn shares one sync, and nobody is told before it', async () => {
  const synced: number[][] = []
  const release: (() => void)[] = []
  const commits = new Commits(
    db,
    () => {
      synced.push(rows())
      return new Promise((resolve) => release.push(resolve))
    },
    rest,
  )
  const told: number[] = []
  const asked = [1, 2, 3].map((n) => commits.run(add(n)).then(() => told.push(n)))
  await expect.poll(() => release.length).toBe(1)
  asked.push(...[4, 5].map((n) => commits.run(add(n)).then(() => told.push(n))))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect([synced, told]).toEqual([[[1, 2, 3]], []])
  release[0]!()
  await expect.poll(() => release.length).toBe(2)
  expect(told).toEqual([1, 2, 3])
  release[1]!()
  await Promise.all(asked)
  expect(synced).toEqual([
    [1, 2, 3],
    [1, 2, 3, 4, 5],
  ])
})

test('one that fails takes back its own changes and no others', async () => {
  const commits = new Commits(db, rest, rest)
  const answers = await Promise.allSettled([
    commits.run(add(1)),
    commits.run(() => {
      add(2)()
      add(1)()
    }),
    commits.run(() => {
      add(3)()
      throw new RangeError('own')
    }),
    commits.run(add(4)),
  ])
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
  expect(rows()).toEqual([1, 4])
  await expect(
    commits.run(() => {
      add(5)()
      throw new RangeError('alone')
    }),
  ).rejects.toThrow('alone')
  expect(rows()).toEqual([1, 4])
})

test('after a failed sync nothing is believed any more', async () => {
  let works = false
  const commits = new Commits(
    db,
    async () => {
      if (!works) throw new Error('EIO')
    },
    rest,
  )
  const first = [commits.run(add(1)), commits.run(add(2))]
  for (const { status } of await Promise.allSettled(first)) expect(status).toBe('rejected')
  works = true
  await expect(commits.run(add(3))).rejects.toThrow('restart')
})

test('closing ends what was asked and refuses the rest', async () => {
  const commits = new Commits(db, rest, rest)
  const asked = commits.run(add(1))
  await commits.close()
  expect(await asked).toBe(1)
  await expect(commits.run(add(2))).rejects.toThrow('closed')
})
