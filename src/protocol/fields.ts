// Looks at unknown JSON without trusting its shape.

/** A JSON object whose fields are not checked yet. */
export type Fields = Readonly<Record<string, unknown>>

/** The value if it is an object, null for arrays and everything else. */
export function toFields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
}

/** Parses JSON; undefined for what is none, or no text. White space and byte order marks around it are no fault. */
export function parseJson(text: unknown): unknown {
  try {
    return JSON.parse((text as string).trim())
  } catch {
    return // The parser's own error quotes the text, which may hold a token.
  }
}
