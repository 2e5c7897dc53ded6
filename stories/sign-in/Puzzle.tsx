// A slider puzzle that a keyboard and a screen reader can handle: an ordinary range input moves the piece. The place is
// counted in pixels of the picture's own width, whatever width it is shown at.
import { useId, useState, type ReactElement, type ReactNode } from 'react'
import type { CaptchaPuzzle } from 'react-ciam/sign-in'
import { Press } from './Press'
import { useWords } from './useWords'

interface PuzzleProps {
  /** Of a tenant with a `secretKey` the point would have to be encrypted first: this page's has none. */
  puzzle: CaptchaPuzzle
  /** `x`: pixels of the picture. */
  onSolve: (x: number) => Promise<unknown>
  onRenew: () => Promise<unknown>
  isWrong: boolean
  /** Another way, for a person who cannot see the picture. */
  children?: ReactNode
}

export function Puzzle({ puzzle, onSolve, onRenew, isWrong, children }: PuzzleProps): ReactElement {
  const { said } = useWords()
  const id = useId()
  const [x, setX] = useState(0)
  const [width, setWidth] = useState(0)
  const [pieceWidth, setPieceWidth] = useState(0)
  const { originalImageBase64: picture, jigsawImageBase64: piece } = puzzle
  const most = Math.max(0, width - pieceWidth)
  const percent = (part: number) => `${width ? (100 * part) / width : 0}%`
  return (
    <form
      className="puzzle"
      onSubmit={(event) => {
        event.preventDefault()
        void onSolve(x)
      }}
    >
      {picture && piece ? (
        <div className="picture" data-ready={most > 0}>
          <img src={toUrl(picture)} alt={said.puzzle.picture} onLoad={(event) => setWidth(widthOf(event))} />
          <img
            src={toUrl(piece)}
            alt=""
            style={{ left: percent(x), width: percent(pieceWidth) }}
            onLoad={(event) => setPieceWidth(widthOf(event))}
          />
        </div>
      ) : (
        <p>{said.puzzle.noPicture}</p>
      )}
      <div className="field">
        <label htmlFor={id}>{said.puzzle.slider}</label>
        <input
          id={id}
          type="range"
          min={0}
          max={most}
          value={x}
          aria-valuetext={said.puzzle.moved(x, most)}
          aria-describedby={`${id}-keys`}
          aria-invalid={isWrong}
          onChange={(event) => setX(event.currentTarget.valueAsNumber)}
        />
        <p className="hint" id={`${id}-keys`}>
          {said.puzzle.keys}
        </p>
      </div>
      <button className="primary">{said.puzzle.solve}</button>
      <Press look="plain" act={onRenew}>
        {said.puzzle.renew}
      </Press>
      {children && (
        <p className="aside">
          {said.puzzle.otherWay} {children}
        </p>
      )}
    </form>
  )
}

const toUrl = (base64: string): string => `data:image/png;base64,${base64}`

const widthOf = ({ currentTarget }: { currentTarget: HTMLImageElement }): number => currentTarget.naturalWidth
