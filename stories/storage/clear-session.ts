// Takes everything out of the browser's storage that a story's session left there.

const DATABASE = 'react-ciam'
const STORE = 'values'

/** What localStorage holds of the session; synchronous, for a page that goes away. */
export function clearLocalStorage(baseUrl: string): void {
  for (const key of Object.keys(localStorage)) if (key.includes(baseUrl)) localStorage.removeItem(key)
}

/** Also the fence that `webStorage` keeps in IndexedDB. */
export async function clearSession(baseUrl: string): Promise<void> {
  clearLocalStorage(baseUrl)
  const known = await indexedDB.databases()
  if (!known.some(({ name }) => name === DATABASE)) return
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open(DATABASE)
    opening.onerror = () => reject(new Error('The fence could not be opened.'))
    opening.onsuccess = () => {
      const database = opening.result
      const values = database.transaction(STORE, 'readwrite').objectStore(STORE)
      const keys = values.getAllKeys()
      keys.onsuccess = () => {
        for (const key of keys.result) if (typeof key === 'string' && key.includes(baseUrl)) values.delete(key)
      }
      values.transaction.oncomplete = () => {
        database.close()
        resolve()
      }
    }
  })
}
