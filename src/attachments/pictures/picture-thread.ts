/** The thread that looks at pictures and reads them. The engine is loaded with the first job. */
import '../silence.ts'
import type { Child, Content, Piece } from '../reading.ts'
import { serveJobs } from '../thread.ts'
import { Engine } from './engine.ts'
import { type LookContext, look, type Sighting } from './look.ts'
import { readSighting } from './read.ts'

/** A `look` answers with the sightings as children: one `whole` each, with its `sample`s behind it. */
export type PictureContext = LookContext | Readonly<{ task: 'read'; samples: readonly Uint8Array[] }>

const childrenOf = ({ whole, samples }: Sighting): Child[] => [
  { name: 'whole', type: '', bytes: whole },
  ...samples.map((bytes) => ({ name: 'sample', type: '', bytes })),
]

const asPieces = (texts: readonly string[]): Piece[] =>
  texts.filter(Boolean).map((text) => ({ text: `${text}\n`, place: { picture: true } }))

let opened: Promise<Engine> | undefined

const run = async (bytes: Buffer, context: PictureContext): Promise<Content> => {
  opened ??= Engine.open()
  const engine = await opened
  if (context.task === 'read') return { pieces: asPieces([readSighting(engine, { ...context, whole: bytes })]) }
  const { codes, sightings, decoded } = await look(engine, bytes, context)
  return {
    pieces: asPieces(codes),
    children: sightings.flatMap(childrenOf),
    troubles: decoded ? [] : [{ reason: 'broken', detail: 'picture' }],
  }
}

// Nothing is caught: after an error inside WebAssembly its memory cannot be trusted, and the pool starts a new thread.
serveJobs(run)
