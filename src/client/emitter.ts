// Listeners: one that throws stops nothing and changes nothing; its error goes to the global error handler.
import type { Environment } from './ports'

export interface Emitter<Detail> {
  add(listener: (detail: Detail) => unknown): () => void
  emit(detail: Detail): void
}

export function createEmitter<Detail>(environment: Environment): Emitter<Detail> {
  // Wrapped, so that adding one function twice makes two listeners with an end of their own.
  const listeners = new Set<{ call: (detail: Detail) => unknown }>()
  return {
    add(listener) {
      const entry = { call: listener }
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
    emit(detail) {
      for (const { call } of [...listeners]) {
        try {
          call(detail)
        } catch (error) {
          environment.reportError(error)
        }
      }
    },
  }
}
