// The context between CiamProvider and the hooks. Its value is the client alone, which never changes by itself.
import { createContext } from 'react'
import type { CiamClient, RegisteredClaims } from '../client/types'

export const CiamContext = /* @__PURE__ */ createContext<CiamClient<RegisteredClaims> | null>(null)
