// Mobile numbers and e-mail addresses, so that each way to write one is the same one.

/**
 * What is compared: an e-mail address in small letters, the digits of a mobile number. A mobile number of China is the same
 * with and without its 86; the service's pages do not say which form they want.
 */
export function toAddressKey(text: string): string {
  if (text.includes('@')) return text.trim().toLowerCase()
  return text.replace(/\D/g, '').replace(/^(00)?86(?=1\d{10}$)/, '')
}
