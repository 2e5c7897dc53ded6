// Every error code, each by its true cause. Long because all of the codes are here.
import type { Meta, StoryObj } from '@storybook/react-vite'
import type { StorageAdapter } from 'react-ciam'
import { EMULATOR_PASSWORD } from 'react-ciam/testing'
import { z } from 'zod'
import { errorStory } from './errors/error-story'
import { dropping } from './errors/gateways'
import type { Scene } from './scene/create-scene'

const meta: Meta = { title: 'Capabilities/Error codes' }

export default meta
type Story = StoryObj

/** 0001: a value that the service needs of the device is empty. */
export const DeviceInfoIncomplete: Story = {
  name: 'DEVICE_INFO_INCOMPLETE',
  ...errorStory({
    code: 'DEVICE_INFO_INCOMPLETE',
    setup: {
      shows: {
        en: 'A proxy drops the header with the device’s operating system: the service refuses, the session is kept.',
        zh: '代理丢弃了设备操作系统的请求头：服务拒绝，会话保留。',
      },
      fetch: dropping('X-operating-sys-version'),
    },
    serviceCode: 'IDAAS.SDK.PARAM.0001',
    httpStatus: 400,
    session: 'kept',
    retry: 'untilAsked',
  }),
}

/** 0002: the client id did not arrive. */
export const ClientIdMissing: Story = {
  name: 'CLIENT_ID_MISSING',
  ...errorStory({
    code: 'CLIENT_ID_MISSING',
    setup: {
      shows: {
        en: 'A proxy drops the header with the client id: the service refuses, the session is kept.',
        zh: '代理丢弃了 clientId 请求头：服务拒绝，会话保留。',
      },
      fetch: dropping('X-client-id'),
    },
    serviceCode: 'IDAAS.SDK.PARAM.0002',
    httpStatus: 400,
    session: 'kept',
    retry: 'untilAsked',
  }),
}

/** 0003: a client id of another tenant, or with a typing mistake. */
export const AppNotRegistered: Story = {
  name: 'APP_NOT_REGISTERED',
  ...errorStory({
    code: 'APP_NOT_REGISTERED',
    setup: {
      shows: {
        en: 'The client id is none that the service knows: it refuses, the session is kept.',
        zh: 'clientId 未在服务登记：服务拒绝，会话保留。',
      },
      client: { clientId: 'anotherTenantsApp00000000000001' },
    },
    serviceCode: 'IDAAS.SDK.PARAM.0003',
    httpStatus: 400,
    session: 'kept',
    retry: 'untilAsked',
  }),
}

/** 0022: the tenant wants the session_token under the other header name. */
export const SessionTokenMissing: Story = {
  name: 'SESSION_TOKEN_MISSING',
  ...errorStory({
    code: 'SESSION_TOKEN_MISSING',
    setup: {
      shows: {
        en: 'The session_token is sent under a header name that this tenant does not read: the session is kept.',
        zh: 'session_token 用了此租户不读取的请求头名称：会话保留。',
      },
      client: { sessionTokenHeader: 'X-session-token' },
    },
    serviceCode: 'IDAAS.SDK.PARAM.0022',
    httpStatus: 400,
    session: 'kept',
    retry: 'untilAsked',
  }),
}

/** 0023: the only refusal that ends a session. */
export const SessionRejected: Story = {
  name: 'SESSION_REJECTED',
  ...errorStory({
    code: 'SESSION_REJECTED',
    setup: {
      shows: {
        en: 'The service knows the session_token no more: the only refusal that ends the session.',
        zh: '服务不再认可 session_token：只有这种拒绝会结束会话。',
      },
      prepare: ({ emulator }) => emulator.clock.advance(8 * 24 * 3600 * 1000),
    },
    serviceCode: 'IDAAS.SDK.PARAM.0023',
    httpStatus: 400,
    session: 'ended',
    retry: 'no',
  }),
}

/** The service's own “system busy”. */
export const ServiceBusy: Story = {
  name: 'SERVICE_BUSY',
  ...errorStory({
    code: 'SERVICE_BUSY',
    setup: {
      shows: {
        en: 'The service says that it is busy: the session is kept, and the client tries again.',
        zh: '服务表示系统繁忙：会话保留，客户端会重试。',
      },
      prepare: ({ emulator }) => emulator.fail('busy'),
    },
    serviceCode: 'IDAAS.SDK.COM.0002',
    httpStatus: 400,
    session: 'kept',
    retry: 'yesIn',
  }),
}

/** A 429 without a service code, with a Retry-After that is kept to. */
export const TooManyRequests: Story = {
  name: 'SERVICE_BUSY by a 429',
  ...errorStory({
    code: 'SERVICE_BUSY',
    setup: {
      shows: {
        en: 'A gateway answers with 429 and says for how long to wait: the client waits that long.',
        zh: '网关以 429 应答并给出等待时间：客户端照此等待。',
      },
      prepare: ({ emulator }) => emulator.fail({ kind: '429', retryAfter: 30 }),
    },
    httpStatus: 429,
    session: 'kept',
    retry: 'yesIn',
  }),
}

/** A connection that was cut before anything arrived. */
export const Network: Story = {
  name: 'NETWORK',
  ...errorStory({
    code: 'NETWORK',
    setup: {
      shows: {
        en: 'The connection is cut: the session is kept, and the client tries again.',
        zh: '连接中断：会话保留，客户端会重试。',
      },
      prepare: ({ emulator }) => emulator.fail('cut-before'),
    },
    session: 'kept',
    retry: 'yesIn',
  }),
}

/** No answer within `requestTimeout`, which is a second here. */
export const Timeout: Story = {
  name: 'TIMEOUT',
  ...errorStory({
    code: 'TIMEOUT',
    setup: {
      shows: {
        en: 'The service does not answer within the time that the app gave it: the session is kept.',
        zh: '服务未在应用规定的时间内应答：会话保留。',
      },
      client: { requestTimeout: 1_000 },
      prepare: ({ emulator }) => emulator.fail('hang'),
    },
    session: 'kept',
    retry: 'yesIn',
  }),
}

/** A page of HTML with status 200, as captive portals answer. */
export const InvalidResponse: Story = {
  name: 'INVALID_RESPONSE',
  ...errorStory({
    code: 'INVALID_RESPONSE',
    setup: {
      shows: {
        en: 'A captive portal answers with a page of HTML: that is no answer of the service, the session is kept.',
        zh: '强制门户以 HTML 页面应答：这不是服务的应答，会话保留。',
      },
      prepare: ({ emulator }) => emulator.fail('html-200'),
    },
    httpStatus: 200,
    session: 'kept',
    retry: 'yesIn',
  }),
}

/** The app's own call of the service's password login, and its reply handed over as it came. */
async function signInByPassword({ client, fetch, baseUrl }: Scene, userName: string, password: string): Promise<void> {
  const response = await fetch(`${baseUrl}/api/v2/sdk/login`, {
    method: 'POST',
    headers: await client.getServiceHeaders(),
    body: JSON.stringify({ user_name: userName, password }),
  })
  await client.signIn((await response.json()) as Parameters<typeof client.signIn>[0])
}

/** A code that is not about sessions: here the refusal of a wrong password, handed to `signIn` as it came. */
export const ServiceError: Story = {
  name: 'SERVICE_ERROR',
  ...errorStory({
    code: 'SERVICE_ERROR',
    setup: {
      shows: {
        en: 'The service refuses for a reason of its own, here a wrong password: its code is handed on.',
        zh: '服务因自身原因拒绝（此处为密码错误）：其错误码原样传递。',
      },
      stored: 'nothing',
    },
    provoke: (scene) => signInByPassword(scene, 'demo', `not-${EMULATOR_PASSWORD}`),
    serviceCode: 'IDAAS.SDK.LOGIN.1005',
    session: 'nobody',
    retry: 'no',
  }),
}

/** The app asks for claims that the id_token does not have: the token stays usable. */
export const ClaimsInvalid: Story = {
  name: 'CLAIMS_INVALID',
  ...errorStory({
    code: 'CLAIMS_INVALID',
    setup: {
      shows: {
        en: 'The app’s schema asks for a claim that the id_token does not have: claims are null, the token is usable.',
        zh: '应用的 schema 要求 id_token 中没有的字段：claims 为空，令牌照常可用。',
      },
      client: { claims: z.object({ department: z.string() }) },
    },
    session: 'kept',
    retry: 'no',
  }),
}

/** A storage that reads, and has no room for more. */
const full = (memory: StorageAdapter): StorageAdapter => ({
  getItem: (key) => memory.getItem(key),
  setItem() {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
  },
  removeItem: (key) => memory.removeItem(key),
})

/** The new session_token could not be saved: memory has it, and the write is tried again. */
export const Storage: Story = {
  name: 'STORAGE',
  ...errorStory({
    code: 'STORAGE',
    setup: {
      shows: {
        en: 'Storage is full: the new tokens are kept in memory, and the write is tried again.',
        zh: '存储已满：新令牌保留在内存中，并会重试写入。',
      },
      emulator: { rotation: 'on' },
      storage: full,
    },
    session: 'kept',
    retry: 'theWrite',
  }),
}

/** Nobody is signed in, so there is nothing to ask the service for. */
export const SignedOut: Story = {
  name: 'SIGNED_OUT',
  ...errorStory({
    code: 'SIGNED_OUT',
    setup: {
      shows: {
        en: 'Somebody asks for an id_token where nobody is signed in: the service is not asked.',
        zh: '无人登录时索要 id_token：不会询问服务。',
      },
      stored: 'nothing',
    },
    session: 'nobody',
    retry: 'no',
    requests: 0,
  }),
}

/** The password was right, and a second factor is left to do. */
export const SignInIncomplete: Story = {
  name: 'SIGN_IN_INCOMPLETE',
  ...errorStory({
    code: 'SIGN_IN_INCOMPLETE',
    setup: {
      shows: {
        en: 'The login reply asks for a second factor: it is no session yet.',
        zh: '登录应答要求二次认证：尚不构成会话。',
      },
      stored: 'nothing',
    },
    provoke: (scene) => signInByPassword(scene, 'mfa', EMULATOR_PASSWORD),
    session: 'nobody',
    retry: 'no',
  }),
}

/** Another tab already runs the next version of the app, whose record this one cannot read. */
export const RecordNewer: Story = {
  name: 'RECORD_NEWER',
  ...errorStory({
    code: 'RECORD_NEWER',
    setup: {
      shows: {
        en: 'What is stored was written by a newer version of the package: it is left as it is.',
        zh: '存储内容由更新版本的库写入：保持原样不动。',
      },
      stored: 'newer',
    },
    session: 'unread',
    retry: 'no',
    requests: 0,
  }),
}

/** The token would go to an origin that the app did not allow: nothing is sent. */
export const Config: Story = {
  name: 'CONFIG',
  ...errorStory({
    code: 'CONFIG',
    setup: {
      shows: {
        en: 'client.fetch is asked to call an origin that the app did not allow: nothing is sent there.',
        zh: 'client.fetch 被要求访问未获允许的源：不会发送任何内容。',
      },
    },
    provoke: ({ client }) => client.fetch('https://elsewhere.invalid/orders'),
    session: 'kept',
    retry: 'no',
    requests: 0,
  }),
}
