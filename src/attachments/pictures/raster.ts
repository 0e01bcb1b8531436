/** Pictures as grey values, and the few things done with them before they are read. Coordinates run from the top left. */

export type Grey = Readonly<{ width: number; height: number; data: Uint8Array }>

export type Box = Readonly<{ left: number; top: number; right: number; bottom: number }>

/** How a picture stands: turned by so many quarters to the right, to be read. */
export type Turn = 0 | 1 | 2 | 3

/** Mean of blocks of `factor` pixels: letters keep their strokes, noise goes. */
export const shrink = (grey: Grey, factor: number): Grey => {
  if (factor <= 1) return grey
  const width = Math.floor(grey.width / factor)
  const height = Math.floor(grey.height / factor)
  const data = new Uint8Array(width * height)
  const sums = new Uint32Array(width)
  for (let y = 0; y < height; y += 1) {
    sums.fill(0)
    for (let row = y * factor; row < (y + 1) * factor; row += 1) {
      let at = row * grey.width
      for (let x = 0; x < width; x += 1) {
        let sum = 0
        for (let i = 0; i < factor; i += 1) sum += grey.data[at++]!
        sums[x]! += sum
      }
    }
    for (let x = 0; x < width; x += 1) data[y * width + x] = sums[x]! / (factor * factor)
  }
  return { width, height, data }
}

/**
 * A part of a picture at another scale, set straight: `slope` is how far its lines fall for each pixel to the right.
 * Linear interpolation; large reductions are averaged first.
 */
export const cropped = (grey: Grey, box: Box, scale: number, slope = 0): Grey => {
  const factor = Math.max(1, Math.floor(1 / scale))
  const source = shrink(grey, factor)
  const step = 1 / (scale * factor)
  const width = Math.max(1, Math.round((box.right - box.left) * scale))
  const height = Math.max(1, Math.round((box.bottom - box.top) * scale))
  const cos = step / Math.hypot(1, slope)
  const sin = cos * slope
  const [middleX, middleY] = [(box.left + box.right) / 2 / factor - 0.5, (box.top + box.bottom) / 2 / factor - 0.5]
  const data = new Uint8Array(width * height)
  const [maxX, maxY] = [source.width - 1, source.height - 1]
  for (let y = 0; y < height; y += 1) {
    const down = y + 0.5 - height / 2
    for (let x = 0; x < width; x += 1) {
      const right = x + 0.5 - width / 2
      const sx = Math.min(maxX, Math.max(0, middleX + right * cos - down * sin))
      const sy = Math.min(maxY, Math.max(0, middleY + right * sin + down * cos))
      const [x0, y0] = [Math.floor(sx), Math.floor(sy)]
      const [fx, fy] = [sx - x0, sy - y0]
      const at = y0 * source.width + x0
      const next = x0 < maxX ? 1 : 0
      const below = y0 < maxY ? source.width : 0
      const upper = source.data[at]! * (1 - fx) + source.data[at + next]! * fx
      const lower = source.data[at + below]! * (1 - fx) + source.data[at + below + next]! * fx
      data[y * width + x] = upper * (1 - fy) + lower * fy
    }
  }
  return { width, height, data }
}

/** Turned to the right by quarters. */
export const turned = ({ width, height, data }: Grey, turn: Turn): Grey => {
  if (turn === 0) return { width, height, data }
  const out = new Uint8Array(data.length)
  if (turn === 2) {
    for (let i = 0; i < data.length; i += 1) out[data.length - 1 - i] = data[i]!
    return { width, height, data: out }
  }
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = turn === 1 ? x * height + (height - 1 - y) : (width - 1 - x) * height + y
      out[at] = data[y * width + x]!
    }
  }
  return { width: height, height: width, data: out }
}

/** Left and right exchanged: EXIF knows mirrored pictures. */
export const mirrored = ({ width, height, data }: Grey): Grey => {
  const out = new Uint8Array(data.length)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) out[y * width + x] = data[(y + 1) * width - 1 - x]!
  return { width, height, data: out }
}

/** The mean of the square around each pixel, by running sums: the same cost for every radius. */
export const meansOf = ({ width, height, data }: Grey, radius: number): Uint8Array => {
  const across = new Uint16Array(width * height)
  for (let y = 0; y < height; y += 1) {
    const row = y * width
    let sum = 0
    for (let x = -radius; x < width; x += 1) {
      if (x + radius < width) sum += data[row + x + radius]!
      if (x - radius - 1 >= 0) sum -= data[row + x - radius - 1]!
      if (x < 0) continue
      const count = Math.min(width - 1, x + radius) - Math.max(0, x - radius) + 1
      across[row + x] = (sum * 64) / count
    }
  }
  const out = new Uint8Array(width * height)
  const sums = new Float64Array(width)
  for (let y = -radius; y < height; y += 1) {
    const [enter, leave] = [y + radius, y - radius - 1]
    if (enter < height) for (let x = 0; x < width; x += 1) sums[x]! += across[enter * width + x]!
    if (leave >= 0) for (let x = 0; x < width; x += 1) sums[x]! -= across[leave * width + x]!
    if (y < 0) continue
    const count = (Math.min(height - 1, enter) - Math.max(0, leave + 1) + 1) * 64
    for (let x = 0; x < width; x += 1) out[y * width + x] = sums[x]! / count
  }
  return out
}

/** A portable greymap: the plainest file that every decoder reads. */
export const writeGreymap = ({ width, height, data }: Grey): Buffer =>
  Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1'), data])

/** The other way round. */
export const readGreymap = (bytes: Uint8Array): Grey => {
  const [, size = ''] = Buffer.from(bytes.subarray(0, 40)).toString('latin1').split('\n')
  const [width = 0, height = 0] = size.split(' ').map(Number)
  return { width, height, data: bytes.subarray(bytes.length - width * height) }
}
