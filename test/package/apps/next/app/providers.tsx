// The client, made once for the module: on the server it reads, sends and keeps nothing.
'use client'
import type { ReactNode } from 'react'
import { CiamProvider, createCiamClient } from 'react-ciam'

export const client = createCiamClient({
  baseUrl: process.env['NEXT_PUBLIC_CIAM_URL']!,
  clientId: process.env['NEXT_PUBLIC_CIAM_CLIENT_ID']!,
})

export function Providers({ children }: { children: ReactNode }) {
  return <CiamProvider client={client}>{children}</CiamProvider>
}
