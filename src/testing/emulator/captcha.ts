// The captchas: puzzles with their solutions, and the captcha_tokens that right answers get.
import { drawPuzzle, PIECE_WIDTH, PUZZLE_WIDTH } from './puzzle-picture'
import { randomNumber, randomText } from './secrets'
import { createShortLived } from './short-lived'

/** A puzzle as its page has it: the fields are camelCase, and mostly null. */
export interface Puzzle {
  secretKey: null
  /** PNG, base64: the picture with a hole. */
  originalImageBase64: string
  /** PNG, base64: the piece, at its height, as high as the picture. */
  jigsawImageBase64: string
  token: string
}

export interface CaptchaDesk {
  create(): Puzzle
  /**
   * The captcha_token for a right answer, else null. Any answer uses the puzzle up: the service's page does not say, and a
   * client that gets another puzzle after each answer is right either way.
   */
  answer(token: string, pointJson: string): string | null
  /** Whether the captcha_token is good; it is then used up. */
  spend(captchaToken: string): boolean
  /** Pixels from the left; null for a puzzle that is over. */
  solution(token: string): number | null
  reset(): void
}

/** Ms, of a puzzle and of a captcha_token. The service's pages do not say how long. */
const CAPTCHA_LIFE = 300_000

/** Pixels that an answer may be off. */
const TOLERANCE = 5

/** What y always is. */
const FIXED_Y = 5

export function createCaptchaDesk(now: () => number): CaptchaDesk {
  const solutions = createShortLived<number>(now, CAPTCHA_LIFE)
  const tokens = createShortLived<true>(now, CAPTCHA_LIFE)
  return {
    create() {
      const token = randomText(32, '0123456789abcdef')
      const x = randomNumber(PIECE_WIDTH + 10, PUZZLE_WIDTH - PIECE_WIDTH - 4)
      solutions.set(token, x)
      const { original, piece } = drawPuzzle(x)
      return { secretKey: null, originalImageBase64: original, jigsawImageBase64: piece, token }
    },
    answer(token, pointJson) {
      const solution = solutions.get(token)
      solutions.end(token)
      if (solution === null || !isNear(pointJson, solution)) return null
      const captchaToken = `${token}---${pointJson}`
      tokens.set(captchaToken, true)
      return captchaToken
    },
    spend(captchaToken) {
      const isGood = tokens.get(captchaToken) === true
      tokens.end(captchaToken)
      return isGood
    },
    solution: solutions.get,
    reset() {
      solutions.clear()
      tokens.clear()
    },
  }
}

function isNear(pointJson: string, solution: number): boolean {
  try {
    const { x, y } = JSON.parse(pointJson) as { x?: unknown; y?: unknown }
    return typeof x === 'number' && Math.abs(x - solution) <= TOLERANCE && y === FIXED_Y
  } catch {
    return false
  }
}
