// Draws the two pictures of a captcha: a landscape with a hole, and the piece that was cut out.
import { toPng, type Colour } from './png'
import { randomNumber } from './secrets'

/** Pixels. */
export const PUZZLE_WIDTH = 280
export const PIECE_WIDTH = 44
const HEIGHT = 140

/** The numbers of the colours: those of the landscape, then the same in the shade, and what the piece needs. */
const LANDSCAPE = 7
const EDGE = 14
const NOTHING = 15

/** Sky from the top down, sun, and hills from far to near. */
const DAWN = ['#7d9cc4', '#b9b4cf', '#f2cdb6', '#fff1c9', '#8c7f9e', '#61607f', '#3b4560']
const DAY = ['#8cc3ea', '#b4d8ee', '#dcecf2', '#fff6d6', '#93b98a', '#5f9468', '#3a6e52']

/** Both as PNG in base64. `x`: where the hole is, from the left. */
export function drawPuzzle(x: number): { original: string; piece: string } {
  const colours = coloursOf(randomNumber(0, 1) === 0 ? DAWN : DAY)
  const top = randomNumber(8, HEIGHT - PIECE_WIDTH - 8)
  const landscape = drawLandscape()
  const original = landscape.slice()
  const piece = new Uint8Array(PIECE_WIDTH * HEIGHT).fill(NOTHING)
  for (let row = 0; row < PIECE_WIDTH; row += 1) {
    for (let column = 0; column < PIECE_WIDTH; column += 1) {
      if (!isInPiece(column, row)) continue
      const at = (top + row) * PUZZLE_WIDTH + x + column
      original[at] = landscape[at]! + LANDSCAPE
      piece[(top + row) * PIECE_WIDTH + column] = isEdge(column, row) ? EDGE : landscape[at]!
    }
  }
  return {
    original: toPng({ width: PUZZLE_WIDTH, height: HEIGHT, pixels: original }, colours),
    piece: toPng({ width: PIECE_WIDTH, height: HEIGHT, pixels: piece }, colours),
  }
}

function coloursOf(landscape: readonly string[]): Colour[] {
  const parse = (text: string, light: number): Colour => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
      Math.round(parseInt(text.slice(at, at + 2), 16) * light),
    )
    return [red, green, blue, 255]
  }
  const shaded = landscape.map((text) => parse(text, 0.45))
  return [...landscape.map((text) => parse(text, 1)), ...shaded, [255, 255, 255, 255], [0, 0, 0, 0]]
}

function drawLandscape(): Uint8Array {
  const pixels = new Uint8Array(PUZZLE_WIDTH * HEIGHT)
  const sun = { x: randomNumber(30, PUZZLE_WIDTH - 30), y: randomNumber(24, 50) }
  const hills = [62, 84, 106].map((height) => ({
    height,
    phase: randomNumber(0, 628) / 100,
    wave: randomNumber(18, 34),
  }))
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < PUZZLE_WIDTH; x += 1) {
      const nearest = hills.filter(({ height, phase, wave }) => y > height + 10 * Math.sin(x / wave + phase)).length
      const isSun = Math.hypot(x - sun.x, y - sun.y) < 15
      pixels[y * PUZZLE_WIDTH + x] = nearest > 0 ? 3 + nearest : isSun ? 3 : Math.min(2, Math.floor(y / 26))
    }
  }
  return pixels
}

/** A square with a knob on top and a bite on the right. */
function isInPiece(x: number, y: number): boolean {
  const isInBody = x >= 1 && x <= 41 && y >= 9 && y <= 42
  const isInKnob = Math.hypot(x - 20, y - 8) <= 7
  const isInBite = Math.hypot(x - 42, y - 26) <= 7
  return (isInBody || isInKnob) && !isInBite
}

function isEdge(x: number, y: number): boolean {
  const around = [
    [x - 1, y],
    [x + 1, y],
    [x, y - 1],
    [x, y + 1],
  ] as const
  return around.some(([column, row]) => !isInPiece(column, row))
}
