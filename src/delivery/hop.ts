/** Where a route leads, from its URL. */
export type Hop =
  | Readonly<{ kind: 'smtp'; host: string; port: number; implicitTls: boolean }>
  | Readonly<{ kind: 'capture'; folder: string }>

const CAPTURE = /^capture:(?:\/\/)?(?=[^/]|\/[^/])(.{1,1000})$/

export const parseHop = (text: string): Hop | undefined => {
  const folder = CAPTURE.exec(text)?.[1]
  if (folder !== undefined) return { kind: 'capture', folder }
  if (!/^smtps?:\/\//.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  if (!plain || url.hostname === '' || !['', '/'].includes(url.pathname)) return undefined
  const implicitTls = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return { kind: 'smtp', host, port: Number(url.port) || (implicitTls ? 465 : 25), implicitTls }
}

export const isNextHop = (text: string): boolean => parseHop(text) !== undefined
