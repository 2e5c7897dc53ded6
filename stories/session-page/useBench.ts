// The hook that gives the page's bench, with the words of the chosen language.
import { useContext } from 'react'
import type { Language } from '../scene/toolbar'
import type { Bench } from './bench'
import { BenchContext } from './bench-context'
import { useValue } from '../scene/useValue'
import { words, type Words } from './words'

export function useBench(): Bench & { said: Words; spoken: Language } {
  const bench = useContext(BenchContext)
  if (!bench) throw new Error('No bench here: render this below <SessionPage>.')
  const spoken = useValue(bench.language)
  return { ...bench, said: words[spoken], spoken }
}
