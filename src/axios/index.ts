// The entry `react-ciam/axios`: an axios instance that follows the rules of `client.fetch`.
'use client'
export { attachCiam } from './attach-ciam'
