// The words of the stories on storage, in both languages.
import type { Language } from '../scene/toolbar'

const english = {
  keys: 'What lies under each key',
  keysHint: 'Tokens and other secrets are shown by their hash and length.',
  keysEmpty: 'Nothing.',
  unreadable: 'could not be read',
  noJson: (length: number) => `no JSON, ${length} characters`,
  length: (length: number) => `${length} characters`,

  reload: 'After a reload',
  reloadHint: 'A new client over the same storage, as the next load of the page makes it.',
  reloadNow: 'Reload',
  firstRender: 'First render',
  afterwards: 'Afterwards',
  notYet: 'not reloaded yet',

  quota: 'Room in storage',
  full: 'full',
  roomy: 'room enough',
  makeFull: 'Fill it up',
  makeRoom: 'Make room',
  quotaHint: 'A full storage throws QuotaExceededError at each write.',

  reading: 'Reading from storage',
  refused: 'refused',
  allowed: 'allowed',
  allow: 'Allow it',
  readingHint:
    'Until it is known who is signed in, nobody is shown a sign-in form. Reading is tried again after 1, 2, 4 … s.',

  damage: 'Another script of the page',
  damageNow: 'Cut the record in half',
  damageHint: 'It writes half a record over the session’s.',
}

export type StorageWords = typeof english

const chinese: StorageWords = {
  keys: '每个键下的内容',
  keysHint: '令牌及其他秘密只显示哈希值和长度。',
  keysEmpty: '空。',
  unreadable: '无法读取',
  noJson: (length) => `不是 JSON，${length} 个字符`,
  length: (length) => `${length} 个字符`,

  reload: '重新加载之后',
  reloadHint: '同一存储上的新客户端，与下次加载页面时相同。',
  reloadNow: '重新加载',
  firstRender: '首次渲染',
  afterwards: '之后',
  notYet: '尚未重新加载',

  quota: '存储空间',
  full: '已满',
  roomy: '充足',
  makeFull: '填满',
  makeRoom: '腾出空间',
  quotaHint: '存储已满时，每次写入都会抛出 QuotaExceededError。',

  reading: '读取存储',
  refused: '被拒绝',
  allowed: '已允许',
  allow: '允许',
  readingHint: '在得知谁已登录之前，不会向任何人显示登录表单。读取会在 1、2、4……秒后重试。',

  damage: '页面上的另一个脚本',
  damageNow: '把记录截成一半',
  damageHint: '它用半条记录覆盖会话的记录。',
}

export const storageWords: Record<Language, StorageWords> = { en: english, zh: chinese }
