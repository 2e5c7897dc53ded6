// What each contestant adds to an app, in bytes of one minified file.
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { CONTESTANTS, type Contestant } from './contestants'
import { bundle } from './packages'

export interface Size {
  readonly gzip: number
  readonly brotli: number
}

export interface Sizes {
  /** Where the app has React and react-query already. */
  readonly minimal: Size
  /** Where the app has React, and no react-query. */
  readonly minimalWithQuery: Size
  readonly everything: Size | null
  /** The smallest import with React, react-dom and all. */
  readonly whole: Size
}

const REACT = ['react', 'react-dom']
const QUERY = '@tanstack/react-query'

async function sizeOf(text: string, external: readonly string[]): Promise<Size> {
  const contents = await bundle(text, { external })
  return { gzip: gzipSync(contents, { level: 9 }).length, brotli: brotliCompressSync(contents).length }
}

async function measure({ minimal, everything }: Contestant): Promise<Sizes> {
  const app = `${minimal ?? ''}\nexport { createRoot } from 'react-dom/client'`
  return {
    minimal: await sizeOf(minimal ?? '', [...REACT, QUERY]),
    minimalWithQuery: await sizeOf(minimal ?? '', REACT),
    everything: everything === null ? null : await sizeOf(everything, [...REACT, QUERY]),
    whole: await sizeOf(app, []),
  }
}

export async function measureSizes(): Promise<Record<string, Sizes>> {
  const sizes: Record<string, Sizes> = {}
  for (const contestant of CONTESTANTS) sizes[contestant.id] = await measure(contestant)
  return sizes
}

/** React alone, for the difference. */
export const sizeOfReact = (): Promise<Size> => sizeOf(`export { createRoot } from 'react-dom/client'`, [])
