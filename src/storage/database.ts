// idb-keyval's store in a database of its own, opened at the first use and anew after a failure: connections die, with an
// error or without an answer (iOS closes those of a page in the background).
import { createStore, type UseStore } from 'idb-keyval'

/** A store for idb-keyval's functions, which reject if they get no answer within the time limit. */
export function openDatabase(name: string, timeLimit: number): UseStore {
  let opened: UseStore | undefined

  return (mode, operate) => {
    const transact = async () => {
      opened ??= createStore(name, 'values')
      return opened(mode, (store) => {
        const { db } = store.transaction
        // Else whoever deletes the database waits for this connection for ever.
        db.onversionchange = () => db.close()
        return operate(store)
      })
    }
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => {
        opened = undefined
        reject(error)
      }
      const timer = setTimeout(fail, timeLimit, new Error('IndexedDB did not answer.'))
      transact()
        .catch((error: Error) => {
          // Closed before the transaction began: nothing of it has happened, so nothing newer is overwritten.
          if (error.name !== 'InvalidStateError') throw error
          opened = undefined
          return transact()
        })
        .then(resolve, fail)
        .finally(() => clearTimeout(timer))
    })
  }
}
