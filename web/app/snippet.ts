import { marksIn, type Term } from '../log/words.ts'
import type { Found } from './device.ts'

const snippetLength = 120

/** So much of a text as shows where the terms stand in it. */
export function snippetOf(text: string, terms: readonly Term[]): Pick<Found, 'snippet' | 'marks'> {
  const line = text.replace(/\s+/g, ' ').trim()
  const first = marksIn(line, terms)[0]?.[0] ?? 0
  const start = first > snippetLength / 2 ? wordStart(line, first - snippetLength / 4) : 0
  const cut = Array.from(line.slice(start)).slice(0, snippetLength).join('')
  const snippet = `${start > 0 ? '…' : ''}${cut}${start + cut.length < line.length ? '…' : ''}`
  return { snippet, marks: marksIn(snippet, terms) }
}

function wordStart(line: string, near: number): number {
  const space = line.indexOf(' ', Math.floor(near))
  return space < 0 ? Math.floor(near) : space + 1
}
