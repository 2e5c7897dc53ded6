// The colours of the devtools: every text can be read on every ground that it stands on, by day and by night.
import { describe, expect, test } from 'vitest'
import { colorsOf } from '../../src/devtools/theme'

const blocks = [...colorsOf('.x').matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '')
const palettes = { light: blocks[0] ?? '', dark: blocks.find((block) => block.includes('color-scheme: dark')) ?? '' }

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(palette: string, one: string, other: string): number {
  const colorOf = (name: string): string => {
    const found = new RegExp(`--ciam-${name}: (#[0-9a-f]{6});`).exec(palette)?.[1]
    if (!found) throw new Error(`No colour ${name}.`)
    return found
  }
  const [high, low] = [luminance(colorOf(one)), luminance(colorOf(other))].sort((a, b) => b - a) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

const GROUNDS = ['paper', 'panel', 'sunken']
const TEXTS = [
  ...['ink', 'soft', 'accent', 'amber', 'red'].flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)),
  ['accent-ink', 'accent'],
  ['ink', 'amber-soft'],
  ['amber', 'amber-soft'],
  ['ink', 'red-soft'],
  ['red', 'red-soft'],
] as const

describe.each(Object.entries(palettes))('%s', (_name, palette) => {
  test.each(TEXTS)('%s on %s has a contrast of 4.5 or more', (text, ground) => {
    expect(contrast(palette, text, ground)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(GROUNDS)('the edge of a control has a contrast of 3 or more on %s', (ground) => {
    expect(contrast(palette, 'edge', ground)).toBeGreaterThanOrEqual(3)
  })
})
