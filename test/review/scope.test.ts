/** Who is asked for some categories only: what they see, what they may do, and that somebody sees every case. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CARE, GREET, letter, openReviewHouse, type ReviewHouse, someone } from './house.ts'

const BOTH = letter(
  'Beste,\n\nLeerling Noor uit 3A heeft ADHD.\nHet wachtwoord van Smartschool is Zomer!2931.\n\nEls',
  {
    Subject: 'Wachtwoord: Zomer!2931',
  },
)
const CARER = someone('zorg@devlonder.example', { categories: ['medical', 'care'] })
const LOCKSMITH = someone('ict@devlonder.example', { categories: ['password'] })
const OTHER = someone('geld@devlonder.example', { categories: ['financial'] })

let house: ReviewHouse
beforeEach(async () => {
  // Where a password is held, not returned at once.
  house = await openReviewHouse({
    packs: (pack) => ({
      ...pack,
      rules: pack.rules.map((rule) => ({ ...rule, outcome: rule.rule === 'password' ? 'hold' : rule.outcome })),
    }),
  })
})
afterEach(() => house.close())

test('who is asked for a category sees its cases and no others', async () => {
  const id = await house.bring(CARE)
  expect((await house.review.held(CARER)).map((item) => item.id)).toEqual([id])
  for (const stranger of [LOCKSMITH, OTHER]) {
    expect(await house.review.held(stranger)).toEqual([])
    await expect(house.review.case(stranger, id)).rejects.toThrow('not for your categories')
    await expect(house.review.claim(stranger, id)).rejects.toThrow('not for your categories')
    await expect(house.review.return(stranger, id, 'x')).rejects.toThrow('not for your categories')
    await expect(house.review.release(stranger, id)).rejects.toThrow('not for your categories')
  }
  expect((await house.review.case(CARER, id)).partial).toBe(false)
  await house.review.release(CARER, id)
})

test('of what is for others one learns the rule, and nothing of what was found', async () => {
  const id = await house.bring(BOTH)
  const whole = await house.review.case(GREET, id)
  expect(whole.rules).toEqual(expect.arrayContaining(['sensitive-pupil-data', 'password']))
  expect(whole.partial).toBe(false)

  const part = await house.review.case(CARER, id)
  expect(part.partial).toBe(true)
  expect(part.rules).toEqual(whole.rules)
  const findings = (rule: string) => part.decision.hits.filter((hit) => hit.rule === rule).map((hit) => hit.finding)
  for (const finding of findings('password')) expect(finding).toMatchObject({ excerpt: '', because: { nl: '' } })
  for (const finding of findings('sensitive-pupil-data')) expect(finding).toMatchObject({ category: 'medical' })
  // The subject is where the password was found.
  expect([part.subject, (await house.review.held(CARER))[0]!.subject]).toEqual(['•••', '•••'])

  const lock = await house.review.case(LOCKSMITH, id)
  expect(JSON.stringify(lock.decision.hits)).not.toMatch(/medical|ADHD/)
  expect(JSON.stringify(whole.decision.hits)).toContain('medical')
})

test('who sees a part may send it back, and neither releases nor reads nor exports it', async () => {
  const id = await house.bring(BOTH)
  const partly = { ...CARER, roles: ['head' as const] }
  await expect(house.review.release(partly, id)).rejects.toThrow('Part of this message')
  await expect(house.review.original(partly, id, 'twijfel')).rejects.toThrow('Part of this message')
  await expect(house.review.caseFile(partly, id, 'dossier')).rejects.toThrow('Part of this message')
  await house.review.claim(partly, id)
  await house.review.return(partly, id, 'Zonder het wachtwoord graag.')
  expect(Object.values(await house.fates(id))).toEqual(['returned'])
})

test('only those are alerted who may see it; who is asked for everything always is', async () => {
  const add = (email: string, categories: string[]) =>
    house.accounts.add(email, { name: email, roles: ['reviewer'], schools: [], categories })
  await add(GREET.email, [])
  await add(CARER.email, ['medical'])
  await add(LOCKSMITH.email, ['password'])
  await house.bring(CARE)
  const counts = async (to: string) => (await house.lettersTo(to)).length
  expect(await Promise.all([GREET, CARER, LOCKSMITH].map(({ email }) => counts(email)))).toEqual([1, 1, 0])
})

test('a page of the list counts and finds by no more than that', async () => {
  const [care, both] = [await house.bring(CARE), await house.bring(BOTH)]
  const found = async (actor: typeof CARER, words = '') => {
    const { items, count } = await house.review.list(actor, { words })
    expect(count).toBe(items.length)
    return items.map(({ id }) => id)
  }
  expect([await found(CARER), await found(LOCKSMITH), await found(OTHER)]).toEqual([[care, both], [both], []])
  expect([await found(GREET, 'wachtwoord'), await found(LOCKSMITH, 'wachtwoord')]).toEqual([[both], [both]])
  expect(await found(CARER, 'wachtwoord')).toEqual([])
  expect((await house.review.list(CARER, {})).items[1]!.subject).toBe('•••')
})
