/** The process that looks at pictures and reads them. The engine is loaded with the first job. */
import type { Child, Content, Piece } from '../reading.ts'
import { serveJobs } from '../serving.ts'
import { Engine } from './engine.ts'
import { type LookContext, look, type Sighting } from './look.ts'
import { readSighting } from './read.ts'

/**
 * A `look` is given a picture, and answers with the sightings as children: one `whole` each, with its `sample`s behind it.
 * A `read` is given one sighting, in that order.
 */
export type PictureContext = LookContext | Readonly<{ task: 'read' }>

const childrenOf = ({ whole, samples }: Sighting): Child[] => [
  { name: 'whole', type: '', bytes: whole },
  ...samples.map((bytes) => ({ name: 'sample', type: '', bytes })),
]

const asPieces = (texts: readonly string[]): Piece[] =>
  texts.filter(Boolean).map((text) => ({ text: `${text}\n`, place: { picture: true } }))

let opened: Promise<Engine> | undefined

const run = async ([whole, ...samples]: readonly Buffer[], context: PictureContext): Promise<Content> => {
  opened ??= Engine.open()
  const engine = await opened
  if (context.task === 'read') return { pieces: asPieces([readSighting(engine, { whole: whole!, samples })]) }
  const { codes, sightings, decoded } = await look(engine, whole!, context)
  return {
    pieces: asPieces(codes),
    children: sightings.flatMap(childrenOf),
    troubles: decoded ? [] : [{ reason: 'broken', detail: 'picture' }],
  }
}

// Nothing is caught: after an error inside WebAssembly its memory cannot be trusted, and the pool starts a new process.
serveJobs(run)
