// Recipe: openapi-fetch, through the client's fetch.
// #region openapi-fetch
import createClient from 'openapi-fetch'
import { client } from './ciam'
import type { paths } from './openapi-paths' // made by openapi-typescript

export const api = createClient<paths>({ baseUrl: 'https://api.example.com', fetch: client.fetch })
// #endregion
