// The network of the recipes' application: the emulator as the service, and an API that takes its id_tokens.
import { createEmulator, SAMPLE_API_PATH } from 'react-ciam/testing'

const API = 'https://api.example.com'
export const emulator = createEmulator({ rotation: 'revoke' })

/** Every call of the API, and who made it; null where the API refused. */
export const apiCalls: { method: string; path: string; userName: string | null; body: string }[] = []

/** The orders of the person whose id_token comes along; 401 without a good one. */
export async function network(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const url = input instanceof Request ? input.url : String(input)
  if (!url.startsWith(API)) return emulator.fetch(input, init)
  // The page's signals are not node's, which its Request refuses.
  const request = new Request(input, { ...init, signal: null })
  const Authorization = request.headers.get('authorization') ?? ''
  const checked = await emulator.handle(new Request(API + SAMPLE_API_PATH, { headers: { Authorization } }))
  const { profile } = (await checked.json()) as { profile?: { userName: string } }
  const userName = profile?.userName ?? null
  apiCalls.push({ method: request.method, path: new URL(url).pathname, userName, body: await request.text() })
  return userName === null
    ? Response.json({}, { status: 401 })
    : Response.json([{ id: 1, title: `A book of ${userName}` }])
}
