// A session and an attached axios instance whose adapter is the test's: no network, and clocks that the test turns.
import axios, { AxiosError, type InternalAxiosRequestConfig } from 'axios'
import { attachCiam } from 'react-ciam/axios'
import { apiOrigins } from '../fetch/addresses'
import { createScene, signIn, type Scene } from '../client/scripted-service'

type Config = InternalAxiosRequestConfig

/** A session, and an instance whose adapter answers with a status and notes what it gets. */
export async function createAdapterScene(answer: (config: Config) => number | Promise<number> = () => 200) {
  const scene = createScene({ apiOrigins })
  const sent: Config[] = []
  const adapter = async (config: Config) => {
    sent.push(config)
    const status = await answer(config)
    const response = { data: '{}', status, statusText: '', headers: {}, config }
    if (config.validateStatus?.(status) === false) throw new AxiosError('Refused', 'ERR', config, null, response)
    return response
  }
  const api = axios.create({ adapter })
  const detach = attachCiam(api, scene.client)
  const { id_token } = await signIn(scene)
  const tokens = () => sent.map(({ headers }) => headers.get('Authorization'))
  return { scene, api, sent, detach, tokens, idToken: id_token, address: () => api.getUri(sent.at(-1)) }
}

export const refreshes = ({ service }: Scene) => service.requests.length
