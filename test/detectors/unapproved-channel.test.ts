/** unapproved-channel: who is moved to a chat group, and who only speaks of one. */
import { describe, expect, it } from 'vitest'
import { type Letter, look } from './room.ts'

const rules = ['unapproved-channel'] as const
const PUPILS = ['leerlingen-3a@school.example']

const MOVES: readonly (readonly [string, Letter])[] = [
  [
    'pupils',
    {
      to: PUPILS,
      text: 'We maken een WhatsAppgroep voor onze klas, hier is de link: https://chat.whatsapp.com/AbC123',
    },
  ],
  [
    'parents',
    { text: 'Beste ouders, voor de klas is er een WhatsApp-groep. Sluit je aan via https://chat.whatsapp.com/AbC123' },
  ],
  ['pupils', { to: PUPILS, text: 'Voeg mij toe op Snapchat voor vragen over de taak.' }],
  ['pupils', { to: PUPILS, text: 'Join onze Discord server voor de wiskundelessen!' }],
  ['parents', { text: 'Beste ouders\nWe starten een Facebookgroep voor 3A, word allemaal lid.' }],
  ['parents', { text: 'Ouders kunnen mij voortaan bereiken via WhatsApp op mijn nummer.' }],
  ['parents', { text: 'Beste ouders, stuur de foto’s gerust door via Messenger.' }],
  ['parents', { text: 'Chers parents, rejoignez notre groupe WhatsApp de la classe.' }],
  ['pupils', { to: PUPILS, text: 'Beste leerlingen, jullie krijgen een uitnodiging voor de groep op Telegram.' }],
  [
    'parents',
    { html: '<p>Beste ouders, <a href="https://chat.whatsapp.com/XyZ987">klik hier</a> voor onze groep.</p>' },
  ],
  ['pupils', { to: PUPILS, subject: 'WhatsAppgroep 3A: kom erbij', text: 'Tot straks' }],
  ['parents', { text: 'Dear parents, please join our class WhatsApp group.' }],
  ['gateway', { to: ['32470123456@sms.gateway.example'], text: 'Kom je straks?' }],
  ['gateway', { to: ['0470123456@smsgateway.be'], text: 'De bus is te laat.' }],
]

const STAYS: readonly Letter[] = [
  { to: PUPILS, text: 'WhatsApp gebruiken we niet op school, stuur een bericht via Smartschool.' },
  { text: 'Beste ouders, er werd gepest in een WhatsAppgroep van de klas. Praat er thuis over.' },
  { text: 'Infoavond over de gevaren van Snapchat en TikTok voor ouders van de derde klas.' },
  { to: PUPILS, text: 'Morgen een les mediawijsheid over Instagram en TikTok.' },
  { text: 'Een foto van de leerling werd gedeeld op Snapchat, we hebben dit gemeld bij de politie.' },
  { text: 'Volg onze school op Instagram en Facebook!' },
  {
    to: ['tom@school.example'],
    text: 'Collega’s, sluit je aan bij de WhatsApp-groep van het team: https://chat.whatsapp.com/AbC',
  },
  { text: 'De toiletten in de klas worden hersteld, we signaleren het signal.' },
  { to: ['jan@leverancier.example'], text: 'Kan je de offerte ook even via WhatsApp sturen?' },
  { text: 'Het is verboden om leerlingen toe te voegen aan een WhatsAppgroep.' },
  { text: 'Beste ouders, gebruik geen WhatsApp om uw kind afwezig te melden.' },
  { text: 'TikTok heeft een minimumleeftijd van 13 jaar; uw kind mag er niet op.' },
  { text: 'Beste ouders, de klas maakt een film over een dorp.' },
]

const show = ({ subject, text, html, to }: Letter) => (subject ?? text ?? html ?? to![0]!).slice(0, 60)

describe('unapproved-channel', () => {
  for (const [category, letter] of MOVES)
    it(`moves ${category}: ${show(letter)}`, async () => {
      const findings = await look(letter, { rules })
      expect(findings.map((f) => f.category)).toContain(category)
      expect(findings[0]!.confidence).toBeGreaterThanOrEqual(0.8)
    })
  for (const letter of STAYS)
    it(`stays: ${show(letter)}`, async () => {
      expect(await look(letter, { rules })).toEqual([])
    })
  it('lets a school approve a platform, and parents', async () => {
    const letter = MOVES[1]![1]
    expect(await look(letter, { rules, settings: { 'unapproved-channel': { parents: false } } })).toEqual([])
    expect(await look(letter, { rules, settings: { 'unapproved-channel': { approved: ['WhatsApp'] } } })).toEqual([])
    expect(await look(MOVES[0]![1], { rules, settings: { 'unapproved-channel': { parents: false } } })).toHaveLength(1)
  })
})
