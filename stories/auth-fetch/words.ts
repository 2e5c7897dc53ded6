// The words of the stories on client.fetch, in both languages.
import type { Language } from '../scene/toolbar'

const english = {
  api: 'Call of an API',
  call: (count: number): string => (count === 1 ? 'Call the API' : `Call the API ${count} times at once`),
  callsEmpty: 'Not called yet.',
  refusedHere: 'not sent',
  asJson: 'As JSON',
  asStream: 'As a stream',
}

export type AuthFetchWords = typeof english

const chinese: AuthFetchWords = {
  api: '调用 API',
  call: (count) => (count === 1 ? '调用 API' : `同时调用 API ${count} 次`),
  callsEmpty: '尚未调用。',
  refusedHere: '未发送',
  asJson: '以 JSON 发送',
  asStream: '以流发送',
}

export const authFetchWords: Record<Language, AuthFetchWords> = { en: english, zh: chinese }
