// The context by which the parts of a story reach their scene.
import { createContext } from 'react'
import type { Scene } from './create-scene'

export const SceneContext = createContext<Scene | null>(null)
