// A link of the guide. Pages name each other by file, so that the links work where the files are read; here they lead to
// the page that Storybook made of it, from wherever Storybook is served.
import { AnchorMdx } from '@storybook/addon-docs/blocks'
import type { ComponentProps } from 'react'
import { PAGE_IDS } from './page-ids'

export function GuideLink({ href = '', ...rest }: ComponentProps<typeof AnchorMdx>) {
  const id = PAGE_IDS[href]
  return <AnchorMdx {...rest} href={id ? `./?path=/docs/${id}` : href} />
}
