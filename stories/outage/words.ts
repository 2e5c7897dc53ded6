// The words of the stories on outages, in both languages.
import type { Language } from '../scene/toolbar'

const english = {
  network: 'This device',
  online: 'online',
  offline: 'offline',
  goOffline: 'Go offline',
  goOnline: 'Go online',
  networkHint: 'Offline, every request of this page fails, and the browser says so.',

  retry: 'The next attempt',
  attemptNow: 'allowed now',
  noAttempt: 'None is needed: the last refresh was good.',
  failures: (count: number) => (count === 1 ? '1 failure in a row' : `${count} failures in a row`),

  callers: 'Callers',
  ask: (count: string) => `Ask for a token ${count} times`,
  got: 'got a token',
  callersHint: 'Each is a call of its own: client.getIdToken().',
}

export type OutageWords = typeof english

const chinese: OutageWords = {
  network: '本设备',
  online: '在线',
  offline: '离线',
  goOffline: '断开网络',
  goOnline: '恢复网络',
  networkHint: '离线时，此页面的每个请求都会失败，浏览器也会告知。',

  retry: '下一次尝试',
  attemptNow: '现在可以',
  noAttempt: '不需要：上一次刷新成功。',
  failures: (count) => `连续失败 ${count} 次`,

  callers: '调用方',
  ask: (count) => `索取令牌 ${count} 次`,
  got: '得到令牌',
  callersHint: '每次都是独立的调用：client.getIdToken()。',
}

export const outageWords: Record<Language, OutageWords> = { en: english, zh: chinese }
