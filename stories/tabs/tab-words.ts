// Every word of the story with several tabs, in both languages.
import type { SignedOutReason } from 'react-ciam'
import type { Language } from '../scene/toolbar'

const english = {
  tab: (number: number | string) => `Tab ${number}`,
  close: (number: number) => `Close tab ${number}`,
  tabs: 'Tabs',
  restoring: 'Reading storage …',
  signedIn: 'Signed in',
  signIn: 'Sign in',
  signOut: 'Sign out',
  refresh: 'Refresh',
  waiting: 'Waiting for a token …',
  ended: 'no id_token',
  reasons: {
    none: 'Nobody is signed in.',
    'signed-out': 'Signed out.',
    'session-expired': 'The session has run out.',
    'session-rejected': 'The service ended the session.',
    'rotation-lost': 'A rotated token was lost.',
  } satisfies Record<SignedOutReason, string>,
  came: {
    refreshed: 'Asked the service itself',
    adopted: 'Took another tab’s token',
    'signed-in': 'Signed in here',
    'signed-in-elsewhere': 'Signed in by another tab',
  },
  found: 'Found it in storage',

  counts: 'In numbers',
  requests: (count: number): string => (count === 1 ? 'request' : 'requests'),
  adoptions: (count: number): string => (count === 1 ? 'adoption' : 'adoptions'),
  reused: (count: number): string => (count === 1 ? 'used token sent' : 'used tokens sent'),
  refreshAll: 'Refresh in all tabs at once',
  openAnother: 'Open another tab',

  lanes: 'What each tab did',
  ledger: 'What the service got',
  ledgerEmpty: 'No refresh so far.',
  columns: { tab: 'From', outcome: 'Outcome', token: 'Token sent', issued: 'Token given' },
  usedBefore: 'used before',
}

export type TabWords = typeof english

const chinese: TabWords = {
  tab: (number) => `标签页 ${number}`,
  close: (number) => `关闭标签页 ${number}`,
  tabs: '标签页',
  restoring: '正在读取存储……',
  signedIn: '已登录',
  signIn: '登录',
  signOut: '退出登录',
  refresh: '刷新',
  waiting: '正在等待令牌……',
  ended: '没有 id_token',
  reasons: {
    none: '没有人登录。',
    'signed-out': '已退出登录。',
    'session-expired': '会话已到期。',
    'session-rejected': '服务结束了会话。',
    'rotation-lost': '轮换后的令牌丢失了。',
  },
  came: {
    refreshed: '自己向服务请求的',
    adopted: '采用了另一个标签页的令牌',
    'signed-in': '在这里登录的',
    'signed-in-elsewhere': '由另一个标签页登录',
  },
  found: '在存储中找到的',

  counts: '数字',
  requests: () => '次请求',
  adoptions: () => '次采用',
  reused: () => '次发送用过的令牌',
  refreshAll: '所有标签页同时刷新',
  openAnother: '再打开一个标签页',

  lanes: '每个标签页做了什么',
  ledger: '服务收到了什么',
  ledgerEmpty: '还没有刷新。',
  columns: { tab: '来自', outcome: '结果', token: '发送的令牌', issued: '得到的令牌' },
  usedBefore: '已用过',
}

export const tabWords: Record<Language, TabWords> = { en: english, zh: chinese }
