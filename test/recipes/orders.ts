// Recipe: a query of TanStack Query through the client's fetch.
// #region orders-query
import { queryOptions } from '@tanstack/react-query'
import { isCiamError } from 'react-ciam'
import { z } from 'zod'
import { client } from './ciam'

const Orders = z.array(z.object({ id: z.number(), title: z.string() }))

export const ordersQuery = queryOptions({
  queryKey: ['orders'],
  queryFn: async ({ signal }) => {
    const response = await client.fetch('https://api.example.com/orders', { signal })
    if (!response.ok) throw new Error(`The orders could not be loaded: ${response.status}`)
    return Orders.parse(await response.json())
  },
  retry: (count, error) => !isCiamError(error) && count < 3, // the client has tried what there is to try
})
// #endregion
