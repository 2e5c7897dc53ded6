// What the world may send: texts, JSON that is nearly right, tokens that can be found again wherever they turn up.
import fc from 'fast-check'

/** Part of every token here, and of nothing else: what holds it holds a token. */
export const MARK = 'S3cr3tT0ken'

const visible = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) })

/** A text that a header can hold as it is. */
export const legalToken = fc.oneof(
  { weight: 9, arbitrary: visible.map((text) => MARK + text) },
  { weight: 1, arbitrary: fc.constant(MARK.padEnd(16_384, 'x')) },
)

/** A text that no header can hold, or that is too long for one. */
export const illegalToken = fc.oneof(
  fc.constantFrom('', `${MARK}\r\nX-evil: 1`, `${MARK} 1`, ` ${MARK}`, `${MARK}\u0000`, `${MARK}令牌`, `${MARK}\u007f`),
  fc.constant(MARK.padEnd(16_385, 'x')),
  fc
    .tuple(visible, fc.constantFrom(' ', '\n', '\t', '\u0080', '\ud800', '\u{1f511}'), visible)
    .map(([start, middle, end]) => `${MARK}${start}${middle}${end}`),
)

/** By the words of the contract: what the service's session_token must be to be sent back. */
export const isLegalToken = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length <= 16_384 &&
  [...value].every((sign) => sign > ' ' && sign <= '~') &&
  value !== ''

export const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string())

/** JSON texts of values of every kind, with numbers that no double holds and keys that an object has already. */
export const rawJson: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
  {
    weight: 3,
    arbitrary: fc.constantFrom('1e999', '-1e999', '-0', '1e-320', '9007199254740993', 'null', 'true', '""', '[]', '{}'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('{"__proto__":{"session_token":"x"}}', '{"toString":0,"valueOf":0}', '[[[[1]]]]'),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 4_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)) },
)

/** What another tab can send. */
export const clonable = fc
  .anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    withNullPrototype: true,
  })
  .filter((value) => {
    try {
      structuredClone(value)
      return true
    } catch {
      return false
    }
  })

type Field = readonly [key: string, json: string]

/**
 * A field of an object's text: mostly one of `known`, and then mostly with the kind of value that it has. Those of `only`
 * have no other.
 */
export function fieldOf(
  known: Record<string, fc.Arbitrary<string>>,
  only: Record<string, fc.Arbitrary<string>> = {},
): fc.Arbitrary<Field> {
  const usual = Object.entries(known).map(([key, json]) => {
    return fc.tuple(fc.constant(key), fc.oneof({ weight: 5, arbitrary: json }, { weight: 1, arbitrary: rawJson }))
  })
  const fixed = Object.entries(only).map(([key, json]) => fc.tuple(fc.constant(key), json))
  const oddKey = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', 'then', ''), fc.string())
  const isFree = (key: string): boolean => !Object.hasOwn(only, key)
  return fc.oneof(
    { weight: 9, arbitrary: fc.oneof(...usual, ...fixed) },
    { weight: 1, arbitrary: fc.tuple(oddKey.filter(isFree), rawJson) },
  )
}

/** A text as JSON. */
export const quoted = (text: fc.Arbitrary<string>): fc.Arbitrary<string> => text.map((value) => JSON.stringify(value))

/** An object's text; a key may be there twice. */
export const objectText = (fields: fc.Arbitrary<Field>): fc.Arbitrary<string> =>
  fc.array(fields, { maxLength: 7 }).map(toObjectText)

export const toObjectText = (entries: readonly Field[]): string =>
  `{${entries.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`

/** The text as it came, cut, padded, doubled, or with a sign changed. */
export const damaged = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: text },
    {
      weight: 1,
      arbitrary: fc.tuple(text, fc.constantFrom('\ufeff', '\n\t ', '\u00a0')).map(([all, pad]) => pad + all + pad),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(text, fc.double({ min: 0, max: 1, noNaN: true })).map(([all, at]) => cut(all, at)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          text,
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.constantFrom('', '"', '{', '0', '9', '-', 'x', ':', '\u0000'),
        )
        .map(([all, at, sign]) => cut(all, at) + sign + all.slice(cut(all, at).length + 1)),
    },
    { weight: 1, arbitrary: text.map((all) => all + all) },
  )

const cut = (text: string, at: number): string => text.slice(0, Math.floor(text.length * at))

/** The object that a text is, as an independent reader sees it; null for anything else. */
export function objectOf(text: unknown): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(String(text).trim())
    return typeof value === 'object' && value && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

/** A JWT around any payload text. */
export function jwt(payload: string, signature = MARK): string {
  const encode = (text: string): string => Buffer.from(text).toString('base64url')
  return [encode('{"alg":"RS256"}'), encode(payload), signature].join('.')
}

/** Everything that a value shows of itself: messages, stacks, causes, keys, getters, members of maps and sets. */
export function everythingOf(value: unknown): string {
  const seen = new Set<unknown>()
  const texts: string[] = []
  const waiting: unknown[] = [value]
  while (waiting.length) {
    const part = waiting.pop()
    if (typeof part === 'string') texts.push(part)
    if ((typeof part !== 'object' && typeof part !== 'function') || part === null || seen.has(part)) continue
    seen.add(part)
    if (part instanceof Map || part instanceof Set) waiting.push(...part)
    for (const key of Reflect.ownKeys(part)) {
      texts.push(String(key))
      try {
        waiting.push((part as Record<PropertyKey, unknown>)[key])
      } catch {
        // A getter that throws shows nothing.
      }
    }
  }
  return texts.join('\n')
}
