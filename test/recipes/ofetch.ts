// Recipe: ofetch, through the client's fetch. What the client rejects with is the error's `cause`.
// #region ofetch
import { createFetch } from 'ofetch'
import { client } from './ciam'

export const api = createFetch({
  fetch: client.fetch,
  defaults: { baseURL: 'https://api.example.com' },
})
// #endregion
