// The session_tokens that were given out in this page, by emulators and test clients: what `expectNoTokenIn` knows for sure.

const KEPT = 100_000
const issued = new Set<string>()

/** Remembers a session_token; gives it back. The oldest are forgotten. */
export function noteIssued(token: string): string {
  issued.add(token)
  if (issued.size > KEPT) issued.delete(issued.values().next().value!)
  return token
}

export const isIssued = (text: string): boolean => issued.has(text)
