/** A reader thread: takes one file at a time, gives its content back. The pool ends it when it hangs. */
import './silence.ts'
import { readerOf } from './catalogue.ts'
import { serveJobs } from './serving.ts'

serveJobs(readerOf)
