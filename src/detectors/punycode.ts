/** Punycode of internationalised names (RFC 3492), so that "xn--…" is seen as the letters a browser shows. */

const [BASE, T_MIN, T_MAX, SKEW, DAMP] = [36, 1, 26, 38, 700] as const

const adapt = (delta: number, count: number, first: boolean): number => {
  let d = first ? Math.floor(delta / DAMP) : delta >> 1
  d += Math.floor(d / count)
  let k = 0
  for (; d > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) d = Math.floor(d / (BASE - T_MIN))
  return k + Math.floor(((BASE - T_MIN + 1) * d) / (d + SKEW))
}

const digit = (letter: string): number => {
  const code = letter.charCodeAt(0)
  return code >= 97 && code <= 122 ? code - 97 : code >= 48 && code <= 57 ? code - 22 : BASE
}

/** Undefined when it is no valid encoding. */
const decode = (label: string): string | undefined => {
  const cut = label.lastIndexOf('-')
  const out = [...(cut > 0 ? label.slice(0, cut) : '')]
  let [n, i, bias] = [128, 0, 72]
  for (let at = cut > 0 ? cut + 1 : 0; at < label.length; ) {
    const before = i
    for (let [weight, k] = [1, BASE]; ; k += BASE) {
      const value = at < label.length ? digit(label[at++]!) : BASE
      if (value >= BASE || i > 1e9) return undefined
      i += value * weight
      const t = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias
      if (value < t) break
      weight *= BASE - t
    }
    bias = adapt(i - before, out.length + 1, before === 0)
    n += Math.floor(i / (out.length + 1))
    i %= out.length + 1
    if (n > 0x10ffff) return undefined
    out.splice(i++, 0, String.fromCodePoint(n))
  }
  return out.join('')
}

export const domainToUnicode = (host: string): string =>
  host
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decode(label.slice(4)) ?? label) : label))
    .join('.')
