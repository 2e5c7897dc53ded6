// The client of the recipes, as an application has it in a module of its own; its network is the emulator.
import { createCiamClient } from 'react-ciam'
import { EMULATOR_CLIENT_ID } from 'react-ciam/testing'
import { network } from './network'

export const client = createCiamClient({
  baseUrl: 'https://tenant.example.com',
  clientId: EMULATOR_CLIENT_ID,
  apiOrigins: ['https://api.example.com'],
  fetch: network,
})
