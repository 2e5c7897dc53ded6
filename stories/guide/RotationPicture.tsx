// A picture of a rotation: two tabs want a new id_token at the same moment, and one request is made.
import './guide.css'

const LANES = { service: 46, first: 148, storage: 250, second: 334 } as const
const TOP = 48
const BOTTOM = 372

type Lane = keyof typeof LANES

const HEADS: Record<Lane, string> = { service: 'Service', first: 'Tab A', storage: 'Storage', second: 'Tab B' }

/** What passes between two lanes, from top to bottom. */
const STEPS: readonly (readonly [y: number, from: Lane, to: Lane, text: string])[] = [
  [104, 'storage', 'first', 'R1'],
  [148, 'first', 'service', 'R1'],
  [192, 'service', 'first', 'R2 + I2'],
  [236, 'first', 'storage', 'R2 + I2'],
  [312, 'storage', 'second', 'R2 + I2'],
]

function Step({ y, from, to, text }: { y: number; from: Lane; to: Lane; text: string }) {
  const direction = Math.sign(LANES[to] - LANES[from])
  const start = LANES[from] + 8 * direction
  const end = LANES[to] - 8 * direction
  return (
    <g>
      <path d={`M${start} ${y}H${end}m${-7 * direction} -4l${7 * direction} 4l${-7 * direction} 4`} className="arrow" />
      <text x={(start + end) / 2} y={y - 7}>
        {text}
      </text>
    </g>
  )
}

export function RotationPicture() {
  return (
    <svg className="rotation-picture" viewBox="0 0 380 384" role="img" aria-labelledby="rotation-title rotation-text">
      <title id="rotation-title">A rotation with two tabs</title>
      <desc id="rotation-text">
        Tab A takes the lock, reads the session_token R1 from storage, sends it to the service, and gets R2 with the
        id_token I2. It saves both and gives the lock back. Tab B, which waited for the lock, reads R2 and I2 from
        storage and sends nothing.
      </desc>
      {(Object.keys(LANES) as Lane[]).map((lane) => (
        <g key={lane}>
          <text x={LANES[lane]} y={26} className="head">
            {HEADS[lane]}
          </text>
          <path d={`M${LANES[lane]} ${TOP}V${BOTTOM}`} className="lane" />
        </g>
      ))}
      <rect x={LANES.first - 4} y={76} width={8} height={190} className="held" />
      <rect x={LANES.second - 4} y={88} width={8} height={196} className="waiting" />
      <rect x={LANES.second - 4} y={284} width={8} height={56} className="held" />
      {STEPS.map(([y, from, to, text]) => (
        <Step key={y} {...{ y, from, to, text }} />
      ))}
    </svg>
  )
}
