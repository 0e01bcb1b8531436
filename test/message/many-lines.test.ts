/** Bodies of more lines than any letter has: their words are read, and their places stay right as far as lines are counted. */
import { expect, test } from 'vitest'
import { allText, parse, plainMail } from './mail.ts'

test('words behind many blank lines keep their line', async () => {
  const message = await parse(plainMail(`eerst\n${'\n'.repeat(500)}later`))
  expect(allText(message)).toContain('eerst')
  expect(message.texts.at(-1)?.spots?.at(-1)?.place).toEqual({ line: 502 })
})

test('words behind a hundred thousand lines are read', async () => {
  const message = await parse(plainMail(`${'x\n'.repeat(100_050)}het geheim\nstaat hier`))
  expect(allText(message)).toContain('het geheim staat hier')
  expect(message.unread).toEqual([])
})
