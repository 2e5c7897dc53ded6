// The short hash by which a token is named where its text must not stand.

/**
 * The 12 hexadecimal digits by which the ledger and the devtools name a token: the first 48 bits of its FNV-1a hash.
 * Tells tokens apart and leads back to none; no protection for a text that can be guessed.
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
