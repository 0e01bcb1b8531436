/** What stands on a picture is judged like what stands in a letter; what only looks like writing is not. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sayPlace } from '../../src/message/message.ts'
import { look } from './room.ts'

const golden = (name: string): Buffer => readFileSync(new URL(`../attachments/files/pictures/${name}`, import.meta.url))

const directory = {
  domains: ['school.example'],
  pupils: [{ id: 'l1', firstName: 'Noor', lastName: 'Peeters', class: '3B' }],
}
const ask = (name: string, inline = false) =>
  look(
    { text: 'Zie bijlage.', files: [{ name, content: golden(name), inline }] },
    { rules: ['sensitive-pupil-data', 'password', 'deceptive-link', 'uninspectable', 'pupil-photo'], directory },
  )

describe('pictures', { timeout: 120_000 }, () => {
  test.each(['brief.png', 'foto.jpg', 'dossier.jpg', 'scan.tiff'])('%s gives away what it shows', async (name) => {
    const findings = await ask(name)
    const found = findings.find(({ rule }) => rule === 'sensitive-pupil-data')
    expect(found && sayPlace(found.place, 'nl')).toBe(`bijlage ${name}, tekst in de afbeelding`)
    expect(findings.map(({ rule }) => rule)).not.toContain('uninspectable')
  })

  test('a chat gives away the password in it, and so does the code of the Wi-Fi', async () => {
    expect((await ask('chat.png')).map(({ rule }) => rule)).toContain('password')
    const [code] = await ask('wifi.png')
    expect(code).toMatchObject({ rule: 'password', place: { file: 'wifi.png', picture: true } })
    expect(code?.excerpt).not.toContain('Geheim2024')
  })

  test('a letter in the body as one big picture is read', async () => {
    expect((await ask('brief.png', true)).map(({ rule }) => rule)).toContain('sensitive-pupil-data')
  })

  test.each(['website.png', 'logo.png', 'lucht.jpg', 'struik.jpg'])('%s is no matter for anyone', async (name) => {
    expect(await ask(name)).toEqual([])
  })
})
