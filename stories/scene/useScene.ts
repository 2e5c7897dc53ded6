// The hook that gives the story's scene, with the words of the chosen language.
import { useContext } from 'react'
import type { Scene } from './create-scene'
import { SceneContext } from './scene-context'
import { sceneWords, type SceneWords } from './scene-words'
import type { Language } from './toolbar'
import { useValue } from './useValue'

export function useScene(): Scene & { said: SceneWords; spoken: Language } {
  const scene = useContext(SceneContext)
  if (!scene) throw new Error('No scene here: give the story ...inScene({ ... }).')
  const spoken = useValue(scene.language)
  return { ...scene, said: sceneWords[spoken], spoken }
}
