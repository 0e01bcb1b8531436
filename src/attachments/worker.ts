/** A reader thread: takes one file at a time, gives its content back. The pool ends it when it hangs. */
import './silence.ts'
import { readerOf } from './catalogue.ts'
import { type ReaderContext, readSafely } from './reading.ts'
import { serveJobs } from './thread.ts'

serveJobs((bytes, context: ReaderContext) => readSafely(readerOf(context.format), bytes, context))
