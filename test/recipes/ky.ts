// Recipe: ky, through the client's fetch.
// #region ky
import ky from 'ky'
import { isCiamError } from 'react-ciam'
import { client } from './ciam'

export const api = ky.create({
  prefixUrl: 'https://api.example.com',
  fetch: client.fetch,
  // The client has tried what there is to try: a person who is signed out need not wait for ky's retries.
  retry: { shouldRetry: ({ error }) => (isCiamError(error) ? false : undefined) },
})
// #endregion
