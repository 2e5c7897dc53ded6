// How figures and tables are written.
import type { Growth } from './cost'

export type Cell = string | number | null | undefined

export const number = (value: number, digits = 0): string =>
  value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits })
export const ms = (value: number | null | undefined): string =>
  value === null || value === undefined ? '-' : number(value, value < 10 ? 1 : 0)
export const kilobytes = (bytes: number): string => number(bytes / 1000, 1)
export const growth = ({ all, secondHalf }: Growth): string => `${number(all / 1000)} (${number(secondHalf / 1000)})`
export const seconds = (value: number | null): string => (value === null ? 'none' : number(value, 1))

export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]): string => `| ${cells.map((cell) => cell ?? '-').join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}
