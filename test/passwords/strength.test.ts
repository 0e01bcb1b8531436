/** Which passwords are turned away, and why: by what a guesser has to guess, not by classes of signs. */
import { describe, expect, test } from 'vitest'
import { hashPassword, newPassword, nobodysHash, verifyPassword, weaknessOf } from '../../src/passwords/passwords.ts'

const OWN = ['Els Vandenbroeck', 'els.vandenbroeck@devlonder.example', 'Basisschool De Vlonder']

describe('a password', () => {
  test.each(['', 'kort', 'x7#Qp!2mZ', 'elf signs ok'.slice(0, 11)])('of fewer than twelve signs: %j', (password) =>
    expect(weaknessOf(password, OWN)).toBe('too-short'),
  )

  test.each([
    'welkom2024!!',
    'Welkom2024Welkom2024',
    'W3lk0m!2024!!',
    'Wachtwoord123',
    'P@ssw0rd2025!',
    'motdepasse2026',
    'azertyuiop12',
    'qwertyuiop[]',
    '123456789012',
    'aaaaaaaaaaaaaaaa',
    'abababababab',
    'Zomer2026!!!',
    'printemps2026',
    'Smartschool2026',
    'januari-2026',
    'ikhouvanjou1',
    'AjaxAmsterdam1',
    '01-09-2026-01-09-2026',
  ])('that everybody takes: %s', (password) => expect(weaknessOf(password, [])).toBe('guessable'))

  test.each(['Vandenbroeck1', 'els.vandenbroeck', 'DeVlonder2026!', 'vandenbroeck-vlonder'])(
    'made of one’s own names: %s',
    (password) => expect(weaknessOf(password, OWN)).toBe('own-name'),
  )

  test.each([
    'kwartel-gespt-onder-tafel',
    'Mijn fiets rijdt nooit door Oudenaarde',
    'g7Hq2mLx9TzP',
    'déjeuner sur l’herbe haute',
    'пароль-который-никто',
  ])('worth having: %s', (password) => expect(weaknessOf(password, OWN)).toBeUndefined())

  test('that we hand out is worth having', () => expect(weaknessOf(newPassword(), OWN)).toBeUndefined())

  test('longer than a form may be is not read', () => expect(weaknessOf('xk7'.repeat(400), OWN)).toBe('too-long'))
})

test('what nobody has given takes as long to compare with as a real one, and nothing is right', async () => {
  const [nobodys, real] = [nobodysHash(), await hashPassword('kwartel-gespt-onder-tafel')]
  const shape = (hash: string): string => hash.replace(/[A-Za-z0-9+/]{20,}/g, (piece) => `(${piece.length})`)
  expect(shape(nobodys)).toBe(shape(real))
  expect(nobodysHash()).not.toBe(nobodys)
  expect(await verifyPassword('kwartel-gespt-onder-tafel', nobodys)).toBe(false)
})
