/** One large mail through the door of the real program: how long it is judged, and what the whole gateway weighs. */
import { deflateSync } from 'node:zlib'
import { docx, paragraph, xlsx } from '../attachments/office-files.ts'
import { pdfOf, stream } from '../attachments/pdf-writer.ts'
import { watchResident } from '../family.ts'
import { events, newFolder, remove, type Started, start, until } from '../gateway/running.ts'
import { attachment, FROM, TO, withFile, withParts } from './mail.ts'
import { MATTERS } from './matters.ts'
import { noise } from './sealed.ts'
import { photoOf } from './writers/png.ts'

export const BIG_GOALS = { ms: 1500, megabytes: 350, messageBytes: 25_000_000 } as const

export type Big = Readonly<{ bytes: number; ms: number; megabytes: number; outcome: string; wrong: string | undefined }>

const PHOTO_SIDE = 1500
const SENTENCES = [
  'De bus vertrekt om half negen aan de poort van de school.',
  'Breng een lunchpakket en een regenjas mee, want we blijven buiten.',
  'De leerlingen van de derde graad maken een verslag van hun bezoek.',
  'Wie nog een formulier heeft, geeft het af op het secretariaat.',
]
const sentence = (i: number): string => `${i + 1}. ${SENTENCES[i % SENTENCES.length]}`

/** A photo in colours, its own for each `seed`, of about 6 MB. */
const photo = (seed: number): Buffer => photoOf(PHOTO_SIDE, noise(PHOTO_SIDE * PHOTO_SIDE, seed))

/** Sixty pages of text, and a photo. */
const report = (seed: number, last: string): Buffer =>
  docx(Array.from({ length: 900 }, (_, i) => paragraph(sentence(i))).join('') + paragraph(last), {
    'word/media/image1.png': photo(seed),
  })

const marks = (seed: number): Buffer =>
  xlsx(
    [
      {
        name: 'Punten',
        rows: Array.from(
          { length: 4000 },
          (_, row) =>
            `<row r="${row + 1}">${['A', 'B', 'C', 'D', 'E'].map((column, i) => `<c r="${column}${row + 1}"><v>${(row * 31 + i * seed) % 20}</v></c>`).join('')}</row>`,
        ).join(''),
      },
    ],
    [],
    { 'xl/media/image1.png': photo(seed + 1) },
  )

const FONT = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>'
const brochurePage = (page: number): string =>
  `BT /F1 11 Tf 50 800 Td ${Array.from({ length: 40 }, (_, line) => `(${sentence(page * 40 + line)}) Tj 0 -18 Td`).join(' ')} ET`

/** Thirty pages, and a picture on the last that is all colour. */
const brochure = (seed: number): Buffer => {
  const pages = 30
  const kids = Array.from({ length: pages }, (_, i) => `${5 + i * 2} 0 R`).join(' ')
  return pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${pages}/Kids[${kids}]>>`,
    FONT,
    stream(
      deflateSync(noise(PHOTO_SIDE * PHOTO_SIDE * 3, seed)),
      `/Type/XObject/Subtype/Image/Width ${PHOTO_SIDE}/Height ${PHOTO_SIDE}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode`,
    ),
    ...Array.from({ length: pages }, (_, i) => {
      const last = i === pages - 1
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>${last ? '/XObject<</I 4 0 R>>' : ''}>>/Contents ${6 + i * 2} 0 R>>`,
        stream(
          deflateSync(Buffer.from(brochurePage(i) + (last ? ' q 200 0 0 130 50 20 cm /I Do Q' : ''))),
          '/Filter/FlateDecode',
        ),
      ]
    }).flat(),
  ])
}

/** About 25 MB; `seed` makes its documents others than the last ones. */
export const bigMail = (seed: number): Buffer =>
  withParts(
    attachment('verslag.docx', report(seed, MATTERS.find(({ name }) => name === 'care')!.text.secret)),
    attachment('punten.xlsx', marks(seed)),
    attachment('brochure.pdf', brochure(seed), 'application/pdf'),
  )

/** From the 250 to the decision, by the log's own clock. */
const judged = async (
  gateway: Started,
  raw: Buffer,
  count: number,
): Promise<Readonly<{ ms: number; outcome: string }>> => {
  await gateway.submit({ from: FROM, to: TO, raw })
  await until(
    () => events(gateway, 'mailJudged').length >= count,
    () => 'the mail is not judged',
    60_000,
  )
  const [received, decided] = ['mailReceived', 'mailJudged'].map((event) => events(gateway, event).at(-1)!)
  return { ms: timeOf(decided!) - timeOf(received!), outcome: String(decided!.outcome) }
}
const timeOf = ({ time }: Record<string, unknown>): number =>
  typeof time === 'number' ? time : Date.parse(String(time))

const MB = 1024 * 1024
const ROUNDS = 3

/** The middle one of three mails, after a small one that wakes the readers; the highest memory of all. */
export const measureBig = async (): Promise<Big> => {
  const folder = newFolder()
  const gateway = await start({}, folder)
  const memory = watchResident(gateway.child.pid)
  try {
    await judged(gateway, withFile('verslag.docx', docx(paragraph('De bus vertrekt om half negen.'))), 1)
    const mails = Array.from({ length: ROUNDS }, (_, i) => bigMail(10 + i))
    const rounds: { ms: number; outcome: string }[] = []
    for (const mail of mails) rounds.push(await judged(gateway, mail, rounds.length + 2))
    const { ms, outcome } = rounds.toSorted((a, b) => a.ms - b.ms)[ROUNDS >> 1]!
    const megabytes = memory.highest() / MB
    const words = [
      ...(ms > BIG_GOALS.ms ? ['too slow'] : []),
      ...(megabytes > BIG_GOALS.megabytes ? ['too large'] : []),
      ...(outcome === 'hold' ? [] : [`decided ${outcome}`]),
    ]
    return { bytes: mails[0]!.length, ms, megabytes, outcome, wrong: words.length > 0 ? words.join(', ') : undefined }
  } finally {
    memory.stop()
    await gateway.stop()
    remove(folder)
  }
}
