// The context by which the page's parts reach their bench.
import { createContext } from 'react'
import type { Bench } from './bench'

export const BenchContext = createContext<Bench | null>(null)
