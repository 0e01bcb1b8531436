/**
 * s3rver keeps objects as S3 does, but takes any signature. This stands before it and checks each request by the book:
 * AWS Signature Version 4 (docs: "Authenticating Requests: Using the Authorization Header"), and the hash of the body.
 */
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import { buffer } from 'node:stream/consumers'

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()

const FORM =
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/([0-9]{8})\/([a-z0-9-]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/

export const isSigned = (
  { method = '', url = '/', headers }: IncomingMessage,
  body: Buffer,
  secret: string,
): boolean => {
  const [, day = '', region = '', names = '', signature] = FORM.exec(headers.authorization ?? '') ?? []
  const payload = String(headers['x-amz-content-sha256'])
  if (payload !== sha256(body)) return false
  const [path = '', query = ''] = url.split('?')
  const canonical = [
    ...[method, path, query.split('&').sort().join('&')],
    ...names.split(';').map((name) => `${name}:${String(headers[name]).trim()}`),
    ...['', names, payload],
  ].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n')
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${secret}`, day), region))
  return hmac(key, toSign).toString('hex') === signature
}

/** Listens on a port of its own. */
export const checkSignatures = async (behind: number, secret: string): Promise<Server> => {
  const server = createServer(async (asked, answer) => {
    const body = await buffer(asked)
    if (!isSigned(asked, body, secret)) {
      answer.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>')
      return
    }
    const on = { host: '127.0.0.1', port: behind, method: asked.method ?? 'GET', path: asked.url ?? '/' }
    const passed = request({ ...on, headers: asked.headers }, (back) => {
      answer.writeHead(back.statusCode ?? 500, back.headers)
      back.pipe(answer)
    })
    passed.on('error', () => answer.destroy())
    passed.end(body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}
