/**
 * What must not go out, and what may: short texts of the same length and shape, about the pupils of the demo school.
 * The plain text in a mail is stopped by `rule`; the plain twin goes through without a word (`inspection.test.ts`).
 */
import type { RuleId } from '../../src/detectors/detectors.ts'

export const VERSIONS = ['secret', 'twin'] as const
/** The text that must be stopped, or its harmless twin. */
export type Version = (typeof VERSIONS)[number]

export type Matter = Readonly<{
  name: string
  rule: RuleId
  language: 'nl' | 'fr'
  /** One or two sentences. */
  text: Readonly<Record<Version, string>>
  /** The same in a few words, for a subject, a file name or a title. */
  title: Readonly<Record<Version, string>>
}>

export const MATTERS: readonly Matter[] = [
  {
    name: 'password',
    rule: 'password',
    language: 'nl',
    text: {
      secret: 'Inloggen op Smartschool gaat zo: gebruikersnaam secretariaat, wachtwoord Vlonder!Zomer27.',
      twin: 'Werken met Smartschool gaat zo: klik op het oranje icoon, daarna op de agenda van deze week.',
    },
    title: { secret: 'wachtwoord Smartschool Vlonder!Zomer27', twin: 'handleiding Smartschool najaar 2026' },
  },
  {
    name: 'care',
    rule: 'sensitive-pupil-data',
    language: 'nl',
    text: {
      secret: 'Lucas Dubois uit 3A heeft ADHD en neemt sinds maandag Rilatine, 10 mg om 12 uur in de refter.',
      twin: 'Lucas Dubois uit 3A heeft toneel en neemt vanaf maandag plaats in de kring, om 12 uur in de refter.',
    },
    title: { secret: 'Lucas Dubois heeft ADHD', twin: 'Lucas Dubois speelt toneel' },
  },
  {
    name: 'number',
    rule: 'sensitive-pupil-data',
    language: 'nl',
    text: {
      secret: 'Voor de inschrijving van Noor Peeters uit 3A: haar rijksregisternummer is 14.03.12-124.54.',
      twin: 'Voor de uitstap van Noor Peeters uit 3A: het bestelnummer van de bus is 14.03.12 op lijn 124.',
    },
    title: {
      secret: 'Noor Peeters rijksregisternummer 14.03.12-124.54',
      twin: 'Noor Peeters bestelnummer 14.03 lijn 124',
    },
  },
  {
    name: 'family',
    rule: 'sensitive-pupil-data',
    language: 'nl',
    text: {
      secret:
        'De ouders van Silke Van Eyck-Maas liggen in een vechtscheiding; ze is tijdelijk in een pleeggezin geplaatst.',
      twin: 'De ouders van Silke Van Eyck-Maas komen naar het schoolfeest; ze is tijdelijk in de keuken ingedeeld.',
    },
    title: { secret: 'vechtscheiding ouders Silke Van Eyck-Maas', twin: 'schoolfeest ouders Silke Van Eyck-Maas' },
  },
  {
    name: 'medical',
    rule: 'sensitive-pupil-data',
    language: 'fr',
    text: {
      secret: 'Chloé Maes de 3A souffre d’épilepsie : elle a fait une crise à la récréation et a été hospitalisée.',
      twin: 'Chloé Maes de 3A adore la géométrie : elle a fait un dessin à la récréation et il a été affiché.',
    },
    title: { secret: 'épilepsie de Chloé Maes', twin: 'géométrie de Chloé Maes' },
  },
  {
    name: 'key',
    rule: 'password',
    language: 'fr',
    text: {
      secret: 'Pour le réseau de l’école, le mot de passe à donner aux élèves est Passerelle#4821, gardez-le bien.',
      twin: 'Pour la réunion de l’école, le document à donner aux élèves est le dépliant 4821, gardez-le bien.',
    },
    title: { secret: 'le mot de passe est Passerelle#4821', twin: 'le dépliant est le numéro 4821' },
  },
]
