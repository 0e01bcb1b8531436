/** The limits of reading attachments. Each one stops an attack, or an accident of the same shape. */
import { z } from 'zod'

export const AttachmentOptions = z.strictObject({
  // Nothing of this size is read by people either; a reader that takes it whole would hold it several times over.
  maxFileBytes: z.int().positive().default(60_000_000).describe('Larger files, unpacked, are not read: uninspectable.'),
  // A zip of 50 KB may unpack to gigabytes (CWE-409). Real output bytes are counted; sizes in headers are the sender's word.
  maxUnpackedBytes: z
    .int()
    .positive()
    .default(100_000_000)
    .describe('Bytes that all archives of one message may unpack to.'),
  // Zeros deflate 1000 to 1, office documents 5 to 60 to 1. Counted from the first megabyte on.
  maxRatio: z.int().positive().default(200).describe('How many times larger than packed one file may unpack.'),
  // Ten thousand empty entries cost no bytes, but a row in every table that lists them.
  maxFiles: z.int().positive().default(2_000).describe('Files per message, those inside archives included.'),
  // An archive may contain itself ("quine" zips), so that unpacking would never end.
  maxDepth: z.int().positive().default(8).describe('How deep archives, documents and messages may be nested.'),
  // Every detector walks all text: a million and a half characters, 700 pages, cost about a second and 150 MB. A sheet may
  // repeat one long shared string in a hundred thousand cells.
  maxTextChars: z
    .int()
    .positive()
    .default(1_500_000)
    .describe('Characters of text read from the files of one message.'),
  // A page costs time even when it is empty.
  maxPages: z.int().positive().default(1_000).describe('Pages read of one PDF document.'),
  // Parsers of hostile formats can be led into loops; the process is ended and replaced. Here and below, what it waited for a
  // processor is not counted: a busy machine is nothing against a file.
  fileMs: z.int().positive().default(10_000).describe('Milliseconds that reading one file may take.'),
  partMs: z
    .int()
    .positive()
    .default(20_000)
    .describe('Milliseconds that one attachment with all its nested files may take.'),
  // A hundred attachments, each of them as slow as may be, would keep a process from all other mail for half an hour.
  messageMs: z.int().positive().default(60_000).describe('Milliseconds that all attachments of one message may take.'),
  // Over it the reader dies and the file is uninspectable, the gateway lives.
  workerHeapMb: z.int().min(32).default(256).describe('Heap in MiB of one reader process.'),
  // Buffers and the memory of WebAssembly lie outside the heap; a picture of a few bytes may ask for gigabytes of them.
  workerMb: z
    .int()
    .min(64)
    .default(640)
    .describe('Memory in MiB of one reader process: heap, buffers and its program.'),
  workers: z.int().positive().max(64).default(2).describe('Reader processes at most. They start when needed.'),
  // A school sends little at night: processes that wait hold memory for nothing.
  idleMs: z
    .int()
    .nonnegative()
    .default(60_000)
    .describe('Milliseconds after which a reader process without work ends.'),
  // Handing over costs more than reading a note; above this size a plain text goes to a process too.
  inlineBytes: z.int().nonnegative().default(262_144).describe('Plain text up to this size is read without a process.'),
  // Reading letters off pictures is the dearest thing done to a message; who cannot spare it may leave it out.
  ocr: z
    .enum(['on', 'off'])
    .default('on')
    .describe('Whether the words and codes on pictures and scanned pages are read.'),
  // A page of A4 needs 3,000 pixels for its small print. What is larger is scaled down.
  ocrMaxSide: z.int().min(500).max(8_000).default(3_500).describe('Longest side in pixels of what is read at once.'),
  // Noise can be made that looks like letters everywhere; the process is ended, and that there was something to read is said.
  ocrPictureMs: z.int().positive().default(15_000).describe('Milliseconds that reading one picture may take.'),
  // Pictures without words cost a look, and do not count here.
  ocrPictures: z.int().positive().default(40).describe('Pictures and scanned pages with words, read of one message.'),
  // A few messages are judged at once and share the process: one full of small print must not keep the others for minutes.
  ocrMs: z.int().positive().default(30_000).describe('Milliseconds that all pictures of one message may take.'),
  ocrWorkers: z
    .int()
    .positive()
    .max(16)
    .default(1)
    .describe('Processes that read pictures, 200 MB each. They start when needed.'),
})

export type AttachmentOptions = z.infer<typeof AttachmentOptions>
