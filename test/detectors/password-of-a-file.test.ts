/** An encrypted file and its password: in one message, or the password in a message of its own to whoever got the file. */
import { describe, expect, it } from 'vitest'
import { look } from './room.ts'
import { zipOf } from './zips.ts'

const rules = ['password', 'uninspectable'] as const
const encrypted = { name: 'leerlingen.zip', content: zipOf([['lijst.txt', Buffer.alloc(80, 9)]], { encrypted: true }) }

const IN_ANOTHER_MESSAGE: readonly string[] = [
  'Het wachtwoord van de zip uit mijn vorige mail is Kersenhof31!',
  'Hier het wachtwoord bij de bijlage van daarnet: Lantaarn#58',
  'De lijst kreeg je net van mij als beveiligd bestand. Het wachtwoord van dat bestand: Hoefijzer74',
  'Le mot de passe du fichier que je viens de vous envoyer : Cerisier88',
  'The password for the attachment in my previous mail: Lantern!58',
]

describe('an encrypted file and its password', () => {
  it('is told as a pair in one message, with the way out', async () => {
    const found = await look({ text: 'In bijlage de lijst. Wachtwoord: Lantaarn#58', files: [encrypted] }, { rules })
    expect(found.map(({ rule, category }) => `${rule} ${category}`).sort()).toEqual([
      'password attachment',
      'uninspectable encrypted',
    ])
    for (const { because } of found) expect(because.nl).toContain('telefonisch')
  })

  for (const text of IN_ANOTHER_MESSAGE)
    it(`is recognised by what is said of the other message: ${text.slice(0, 50)}`, async () => {
      const [found] = await look(text, { rules })
      expect(found).toMatchObject({ rule: 'password', category: 'attachment' })
      expect(found!.because.nl).toContain('telefonisch')
      expect(found!.excerpt).not.toMatch(/31|58|74|88/)
    })

  it('is an account where no file is spoken of', async () => {
    const [found] = await look('Wachtwoord Smartschool: Lantaarn#58', { rules })
    expect(found).toMatchObject({ rule: 'password', category: 'account' })
  })
})
