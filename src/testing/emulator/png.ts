// Writes PNG pictures: 16 colours, not compressed.

/** Red, green, blue, and how much of it shows: 0 to 255 each. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number]

export interface Picture {
  /** Even. */
  readonly width: number
  readonly height: number
  /** The colour's number, by pixel, row by row. */
  readonly pixels: Uint8Array
}

/** The picture as PNG in base64. It must fit in one stored block: below 64 KB, at half a byte a pixel. */
export function toPng({ width, height, pixels }: Picture, colours: readonly Colour[]): string {
  const header = [...uint32(width), ...uint32(height), 4, 3, 0, 0, 0]
  const bytes = [
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk('IHDR', header),
    ...chunk('PLTE', colours.map(([red, green, blue]) => [red, green, blue]).flat()),
    ...chunk(
      'tRNS',
      colours.map(([, , , alpha]) => alpha),
    ),
    ...chunk('IDAT', stored(scanlines(width, height, pixels))),
    ...chunk('IEND', []),
  ]
  return btoa(bytes.map((byte) => String.fromCharCode(byte)).join(''))
}

/** Two pixels a byte; each line begins with the number of its filter, which is none. */
function scanlines(width: number, height: number, pixels: Uint8Array): number[] {
  const bytes: number[] = []
  for (let y = 0; y < height; y += 1) {
    bytes.push(0)
    for (let x = 0; x < width; x += 2) {
      const at = y * width + x
      bytes.push((pixels[at]! << 4) | pixels[at + 1]!)
    }
  }
  return bytes
}

/** The bytes in zlib's form, as one block that is stored as it is. */
function stored(bytes: readonly number[]): number[] {
  const low = bytes.length & 0xff
  const high = bytes.length >> 8
  let [first, second] = [1, 0]
  for (const byte of bytes) {
    first = (first + byte) % 65_521
    second = (second + first) % 65_521
  }
  const checksum = uint32(second * 65_536 + first)
  return [0x78, 0x01, 1, low, high, low ^ 0xff, high ^ 0xff, ...bytes, ...checksum]
}

function chunk(name: string, data: readonly number[]): number[] {
  const named = [...[...name].map((letter) => letter.charCodeAt(0)), ...data]
  return [...uint32(data.length), ...named, ...uint32(crc32(named))]
}

function crc32(bytes: readonly number[]): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

const uint32 = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff)
