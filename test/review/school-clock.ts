/** Prints when so many hours have passed; run in a zone of its own, since a process has one. */
import { afterHours } from '../../src/review/school-clock.ts'

const [from = '', hours = ''] = process.argv.slice(2)
process.stdout.write(new Date(afterHours(new Date(from).getTime(), Number(hours))).toISOString())
