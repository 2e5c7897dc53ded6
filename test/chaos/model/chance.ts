// Chance that can be replayed: the n-th draw under a name depends on the seed, the name and n alone, so that a script with
// one step less draws the same everywhere else, and shrinking keeps what it is looking for.

export interface Chance {
  /** From 0 up to 1. */
  draw(name: string): number
  /** Whether something of this probability happens. */
  happens(name: string, probability: number): boolean
  pick<Item>(name: string, items: readonly Item[]): Item
}

export function createChance(seed: number): Chance {
  const counts = new Map<string, number>()
  const draw = (name: string): number => {
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return hash(seed, `${name}#${count}`)
  }
  return {
    draw,
    happens: (name, probability) => probability > 0 && draw(name) < probability,
    pick: (name, items) => items[Math.floor(draw(name) * items.length)]!,
  }
}

function hash(seed: number, text: string): number {
  let state = seed ^ 0x9e3779b9
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x85ebca6b)
    state ^= state >>> 13
  }
  state = Math.imul(state ^ (state >>> 16), 0xc2b2ae35)
  state = Math.imul(state ^ (state >>> 15), 0x27d4eb2f)
  return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32
}
