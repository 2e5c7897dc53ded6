// Starts the real emulator beside Storybook's dev server, and tells the stories where it listens. In a build and in a
// test run there is none: the stories then have one in their page.
import { fileURLToPath } from 'node:url'
import { runnerImport, type Plugin } from 'vite'
import type { EmulatorOptions } from '../src/testing/index.ts'
import type * as serverSource from '../src/testing/server.ts'

const MODULE = 'virtual:emulator-url'
const RESOLVED = `\0${MODULE}`
const PORT = 4010
const serverModule = fileURLToPath(new URL('../src/testing/server.ts', import.meta.url))

/** Short-lived id_tokens and rotation: there is something to watch within the first minute. */
const options: EmulatorOptions = { rotation: 'on', idTokenLifetime: 20 }

async function startEmulator(): Promise<serverSource.EmulatorServer> {
  // Through Vite, because Node alone does not take the source as it is written.
  const { module } = await runnerImport<typeof serverSource>(serverModule)
  try {
    return await module.startEmulatorServer({ port: PORT, options })
  } catch (error) {
    if (!isTaken(error)) throw error
    console.log(`Port ${PORT} is taken: the CIAM emulator takes a free one.`)
    return module.startEmulatorServer({ options })
  }
}

function isTaken(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined
  return cause?.code === 'EADDRINUSE'
}

/** Gives the module `virtual:emulator-url`. */
export function emulatorPlugin(): Plugin {
  let emulator: serverSource.EmulatorServer | null = null
  return {
    name: 'react-ciam:emulator',
    async configureServer() {
      if (process.env['VITEST'] || emulator) return
      emulator = await startEmulator()
      console.log(`The CIAM emulator listens on ${emulator.url}`)
    },
    async closeBundle() {
      await emulator?.close()
      emulator = null
    },
    resolveId: (id) => (id === MODULE ? RESOLVED : null),
    load: (id) => (id === RESOLVED ? `export const emulatorUrl = ${JSON.stringify(emulator?.url ?? null)}` : null),
  }
}
