// A client that is signed in, and how often it looks into storage meanwhile.
import { createScene, flush, RECORD_KEY, signIn, type Scene } from './scripted-service'

export const focus = (): void => void window.dispatchEvent(new Event('focus'))

/** How often the record is read meanwhile. */
export async function readsDuring(scene: Scene, act: () => unknown): Promise<number> {
  const count = (): number =>
    scene.storage.calls.filter(({ operation, key }) => operation === 'getItem' && key === RECORD_KEY).length
  const before = count()
  act()
  await flush()
  return count() - before
}

/** A started client that is signed in, with nothing under way. */
export async function openSession(): Promise<Scene> {
  const scene = createScene()
  scene.client.start()
  await signIn(scene)
  return scene
}
