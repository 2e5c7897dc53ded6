// A table of the guide's pages. Where a page is too narrow for it, it scrolls by itself, with the keyboard too.
import type { ComponentProps } from 'react'
import './guide.css'

export function GuideTable(table: ComponentProps<'table'>) {
  return (
    <div className="guide-table" role="group" aria-label="Table" tabIndex={0}>
      <table {...table} />
    </div>
  )
}
