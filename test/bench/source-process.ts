/**
 * A mail server that hands over what lies in a file, over so many connections at once, in a process of its own. Prints one line of
 * JSON: milliseconds from MAIL FROM to the 250 behind the data, by class of mail, and when it began.
 */
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { argv } from 'node:process'

export type Load = Readonly<{
  port: number
  connections: number
  from: string
  to: readonly string[]
  /** Wire bytes of all messages, one behind the other. */
  file: string
  mails: readonly Readonly<{ at: number; length: number; kind: string }>[]
}>
export type Sent = Readonly<{ begun: number; took: readonly (readonly [kind: string, ms: number])[]; refused: number }>

const send = async (load: Load): Promise<Sent> => {
  const bytes = readFileSync(load.file)
  const took: [string, number][] = []
  let next = 0
  let refused = 0
  const begun = Date.now()
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(load.port, '127.0.0.1').setNoDelay(true)
      const lines = [`MAIL FROM:<${load.from}>\r\n`, ...load.to.map((to) => `RCPT TO:<${to}>\r\n`), 'DATA\r\n']
      let step = -2
      let text = ''
      let mail = load.mails[0]
      let at = 0
      const begin = (): void => {
        mail = load.mails[next++]
        if (!mail) {
          socket.end('QUIT\r\n')
          return
        }
        step = 0
        at = performance.now()
        socket.write(lines[0]!)
      }
      const answered = (line: string): void => {
        if (line.startsWith('4') || line.startsWith('5')) refused += 1
        step += 1
        if (step === -1) socket.write('EHLO bench.example\r\n')
        else if (step === 0) begin()
        else if (step < lines.length) socket.write(lines[step]!)
        else if (step === lines.length) socket.write(bytes.subarray(mail!.at, mail!.at + mail!.length))
        else {
          took.push([mail!.kind, performance.now() - at])
          begin()
        }
      }
      socket.on('error', reject).on('close', () => resolve())
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1')
        for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
          const line = text.slice(0, end)
          text = text.slice(end + 2)
          if (line[3] !== '-' && mail) answered(line)
        }
      })
    })
  await Promise.all(Array.from({ length: load.connections }, one))
  return { begun, took, refused }
}

if (argv[2]) console.log(JSON.stringify(await send(JSON.parse(readFileSync(argv[2], 'utf8')) as Load)))
