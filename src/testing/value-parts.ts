// What a value is made of, as far as it can be seen from outside without running any of its code.

/** A part of a value. `path` is where the whole is; `name` is the part's own, empty for one that has none. */
export interface Part {
  readonly path: string
  readonly name: string
  readonly value: unknown
}

type Named = readonly [name: string, value: unknown]

/** The parts of an object or a function. Never throws: what cannot be looked at has no parts. */
export function partsOf(whole: object): Omit<Part, 'path'>[] {
  const parts: Omit<Part, 'path'>[] = []
  const told = new Map<string, unknown>()
  for (const look of [...SPECIAL, ownParts]) {
    try {
      for (const [name, value] of look(whole)) {
        // An error's message is told once, though it is also its own property.
        if (look === ownParts && told.has(name) && told.get(name) === value) continue
        if (look !== ownParts) told.set(name, value)
        parts.push({ name, value })
      }
    } catch {
      // A proxy that refuses, a page of another origin.
    }
  }
  return parts
}

/** Whether it is of a platform's class, also of another frame's. */
const is = (value: object, ...names: string[]): boolean => {
  const tag = Object.prototype.toString.call(value).slice(8, -1)
  return names.includes(tag)
}

const isNode = (value: object): value is Node =>
  typeof Node === 'function' && (value instanceof Node || ('nodeType' in value && 'ownerDocument' in value))

function* ownParts(whole: object): Generator<Named> {
  // What frameworks hang on a node is the whole app, whose memory may hold what it likes.
  if (isNode(whole) || ArrayBuffer.isView(whole)) return
  for (let owner: object | null = whole; owner; owner = prototypeOf(owner)) {
    for (const key of Reflect.ownKeys(owner)) {
      const descriptor = Reflect.getOwnPropertyDescriptor(owner, key)
      if (!descriptor || key === 'constructor') continue
      const name = typeof key === 'symbol' ? (key.description ?? 'symbol') : key
      yield [name, 'value' in descriptor ? descriptor.value : undefined]
    }
  }
}

/** Null for the platform's own prototypes. */
function prototypeOf(value: object): object | null {
  const prototype = Object.getPrototypeOf(value) as object | null
  const made: unknown = prototype && Reflect.getOwnPropertyDescriptor(prototype, 'constructor')?.value
  return typeof made === 'function' && /\[native code\]\s*\}$/.test(Function.prototype.toString.call(made))
    ? null
    : prototype
}

const SPECIAL: readonly ((whole: object) => Iterable<Named>)[] = [
  function* entries(whole) {
    if (is(whole, 'Map', 'Headers', 'URLSearchParams', 'FormData')) {
      let index = 0
      for (const [key, value] of whole as Iterable<[unknown, unknown]>) {
        if (typeof key === 'string') yield [key, value]
        else yield* [['key', key] as const, [String((index += 1)), value] as const]
      }
    }
    if (is(whole, 'Set')) yield* [...(whole as Set<unknown>)].map((value, index) => [String(index), value] as const)
  },
  function* errors(whole) {
    // In some engines these are getters of the platform.
    if (!(whole instanceof Error) && !is(whole, 'Error', 'DOMException')) return
    for (const name of ['message', 'cause', 'errors', 'name', 'stack'])
      yield [name, (whole as Record<string, unknown> & object)[name]]
  },
  function* platform(whole) {
    const names = Object.entries(PLATFORM).find(([tag]) => is(whole, tag))?.[1] ?? []
    for (const name of names) yield [name, (whole as Record<string, unknown> & object)[name]]
  },
  function* storage(whole) {
    if (!is(whole, 'Storage')) return
    const area = whole as Storage
    for (let index = 0; index < area.length; index += 1) yield [area.key(index)!, area.getItem(area.key(index)!)]
  },
  function* bytes(whole) {
    if (!is(whole, 'ArrayBuffer', 'SharedArrayBuffer') && !ArrayBuffer.isView(whole)) return
    const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(whole)
      ? whole
      : { buffer: whole as ArrayBuffer, byteOffset: 0, byteLength: (whole as ArrayBuffer).byteLength }
    yield ['text', toText(new Uint8Array(buffer, byteOffset, byteLength))]
  },
  nodeParts,
  function* queryCaches(whole) {
    // Their entries lie in private fields; these methods only read.
    for (const method of ['getQueryCache', 'getMutationCache', 'getAll']) {
      const read = (whole as Record<string, unknown>)[method]
      if (typeof read !== 'function' || !('getQueryCache' in whole || 'findAll' in whole)) continue
      yield [`${method}()`, read.call(whole)]
    }
  },
]

/** Getters of the platform's own classes, which do nothing but tell. */
const PLATFORM: Record<string, readonly string[]> = {
  URL: ['href'],
  Location: ['href'],
  Request: ['url', 'headers', 'referrer'],
  Response: ['url', 'headers', 'statusText'],
  CustomEvent: ['detail'],
  MessageEvent: ['data'],
  ErrorEvent: ['message', 'error'],
  PromiseRejectionEvent: ['reason'],
  StorageEvent: ['key', 'newValue', 'oldValue', 'url'],
}

function* nodeParts(whole: object): Generator<Named> {
  if (!isNode(whole)) return
  const root = whole as Node &
    Partial<
      Pick<Document, 'documentElement' | 'cookie'> & Pick<Element, 'outerHTML' | 'innerHTML' | 'querySelectorAll'>
    >
  const top: typeof root = root.documentElement ?? root
  yield ['outerHTML', top.outerHTML ?? root.innerHTML ?? root.textContent ?? root.nodeValue]
  if (typeof root.cookie === 'string') yield ['cookie', root.cookie]
  const elements = [top, ...(root.querySelectorAll?.('*') ?? [])]
  for (const element of elements) {
    const { value, shadowRoot, content } = element as { value?: unknown; shadowRoot?: unknown; content?: unknown }
    if (typeof value === 'string') yield ['value', value]
    if (shadowRoot) yield ['shadowRoot', shadowRoot]
    if (content) yield ['content', content]
  }
}

/** One character for each byte: tokens are ASCII. In pieces, for arguments have a limit. */
function toText(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return text
}
