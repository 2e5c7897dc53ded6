// The entry `react-ciam/storage`: where a session can be kept.
export type { StorageAdapter } from '../client/types'
export { indexedDbStorage } from './indexed-db'
export { memoryStorage } from './memory'
export { webStorage } from './web'
