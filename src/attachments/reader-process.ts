/** A reader process: takes one file at a time, gives its content back. The pool ends it when it hangs. */
import { loadReaders, readerOf } from './catalogue.ts'
import { type ReaderContext, readSafely } from './reading.ts'
import { serveJobs } from './serving.ts'

await loadReaders()
serveJobs(([bytes], context: ReaderContext) => readSafely(readerOf(context.format), bytes!, context))
