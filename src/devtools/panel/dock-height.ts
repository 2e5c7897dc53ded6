// How high the docked panel may be. CSS px.

export const DEFAULT_HEIGHT = 440
export const LOWEST = 160

/** The page keeps a strip of itself. */
export const highest = (): number => Math.max(LOWEST, window.innerHeight - 48)

export const within = (height: number): number => Math.round(Math.min(highest(), Math.max(LOWEST, height)))
