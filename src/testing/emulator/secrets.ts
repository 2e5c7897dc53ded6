// Random tokens, and the short hash by which the ledger names them.

const ALPHANUMERICS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Random characters of the given alphabet. */
export function randomText(length: number, alphabet: string = ALPHANUMERICS): string {
  // Bytes at or above the last whole multiple are dropped, so that no character is likelier than another.
  const limit = 256 - (256 % alphabet.length)
  let text = ''
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      if (byte < limit && text.length < length) text += alphabet.charAt(byte % alphabet.length)
    }
  }
  return text
}

/**
 * The 12 hexadecimal digits by which the ledger names a token: the first 48 bits of its FNV-1a hash. Tells tokens apart
 * and leads back to none; no protection for a text that can be guessed.
 *
 * @example
 * shortHash(reply.session_token) === emulator.ledger.refreshes()[0]?.token
 */
export function shortHash(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text))
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn
  return hash.toString(16).padStart(16, '0').slice(0, 12)
}
