// A file of this project, or a region of it, shown as it is: the page imports it as text, so that it cannot say anything else
// than the file that the tests run.
import { CodeOrSourceMdx } from '@storybook/addon-docs/blocks'
import './guide.css'
import { regionOf } from './region-of'

export interface QuotedFileProps {
  /** How the page calls it: the end of its path in this project. */
  path: string
  /** What `import code from '../PATH?raw'` gives. */
  code: string
  region?: string
}

export function QuotedFile({ path, code, region }: QuotedFileProps) {
  return (
    <figure className="quoted-file">
      <figcaption>{path}</figcaption>
      <CodeOrSourceMdx className="language-tsx">{regionOf(code, region)}</CodeOrSourceMdx>
    </figure>
  )
}
