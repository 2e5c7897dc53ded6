// IndexedDB databases that misbehave on demand.
import { forceCloseDatabase } from 'fake-indexeddb'

/** Opens, and never says so. */
export const silentFactory = { open: () => ({}) } as unknown as IDBFactory

/** What the fence keeps under a key. */
export function readFence(key: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('react-ciam')
    opening.onerror = () => reject(new Error('The fence could not be opened'))
    opening.onsuccess = () => {
      const database = opening.result
      const reading = database.transaction('values').objectStore('values').get(key)
      reading.onsuccess = () => {
        database.close()
        resolve(reading.result)
      }
    }
  })
}

export function writeFence(key: string, entry: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('react-ciam')
    opening.onupgradeneeded = () => opening.result.createObjectStore('values')
    opening.onerror = () => reject(new Error('The fence could not be opened'))
    opening.onsuccess = () => {
      const database = opening.result
      const transaction = database.transaction('values', 'readwrite')
      transaction.objectStore('values').put(entry, key)
      transaction.oncomplete = () => {
        database.close()
        resolve()
      }
    }
  })
}

/** Keeps every transaction of a database waiting until the returned function is called. */
export function occupy(name: string): Promise<() => void> {
  return new Promise((resolve) => {
    const opening = indexedDB.open(name)
    opening.onupgradeneeded = () => opening.result.createObjectStore('values')
    opening.onsuccess = () => {
      const values = opening.result.transaction('values', 'readwrite').objectStore('values')
      let released = false
      const goOn = () => {
        if (released) opening.result.close()
        else values.get('none').onsuccess = goOn
      }
      goOn()
      resolve(() => void (released = true))
    }
  })
}

/** Rejects if an open connection does not make way. */
export function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase(name)
    deleting.onsuccess = () => resolve()
    deleting.onblocked = () => reject(new Error('A connection is in the way'))
  })
}

/** The browser closes a connection, as iOS does in the background. */
export function closeConnection(database: IDBDatabase): void {
  forceCloseDatabase(database as unknown as Parameters<typeof forceCloseDatabase>[0])
}
