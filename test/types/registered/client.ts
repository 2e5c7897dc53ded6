// An app that binds its types once, by a schema of a library.
import { createCiamClient } from 'react-ciam'
import { z } from 'zod'

export interface Claims {
  tenant: string
  roles: ('reader' | 'writer')[]
}

export const client = createCiamClient({
  baseUrl: 'https://tenant.example.com',
  clientId: 'app',
  claims: z.object({ tenant: z.string(), roles: z.array(z.enum(['reader', 'writer'])) }),
})

declare module 'react-ciam' {
  interface Register {
    client: typeof client
  }
}
