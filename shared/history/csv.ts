export type CsvRow = { readonly line: number; readonly cells: readonly string[] }

/** `unclosed`: the line where a quotation began that never ends; what follows it is in no row. */
export type Csv = { readonly rows: readonly CsvRow[]; readonly unclosed: number | null }

/** RFC 4180, and what spreadsheets make of it: a mark at the beginning, semicolons or tabs, any ends of lines. */
export function readCsv(text: string): Csv {
  const body = text.replace(/^\uFEFF/, '')
  const mark = delimiterOf(body)
  const rows: CsvRow[] = []
  let at = 0
  let line = 1
  while (at < body.length) {
    const row = rowAt(body, at, mark)
    if (!row) return { rows, unclosed: line }
    if (row.cells.some(cell => cell.trim() !== '')) rows.push({ line, cells: row.cells })
    at = row.next
    line += row.lines
  }
  return { rows, unclosed: null }
}

type Read = { readonly cells: string[]; readonly next: number; readonly lines: number }

/** `undefined`: a quotation in it never ends. */
function rowAt(text: string, from: number, mark: string): Read | undefined {
  const cells: string[] = []
  let at = from
  let lines = 1
  for (;;) {
    const cell = cellAt(text, at, mark)
    if (!cell) return undefined
    cells.push(cell.words)
    lines += cell.breaks
    at = cell.next
    if (text[at] === mark) {
      at += 1
      continue
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1
    return { cells, next: at + 1, lines }
  }
}

function cellAt(text: string, from: number, mark: string) {
  if (text[from] !== '"') {
    let next = from
    while (next < text.length && text[next] !== mark && text[next] !== '\n' && text[next] !== '\r') next += 1
    return { words: text.slice(from, next), next, breaks: 0 }
  }
  let end = text.indexOf('"', from + 1)
  while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2)
  if (end === -1) return undefined
  const quoted = text.slice(from + 1, end)
  // What stands behind a closed quotation belongs to the cell, for whoever wrote it by hand.
  let next = end + 1
  while (next < text.length && text[next] !== mark && text[next] !== '\n' && text[next] !== '\r') next += 1
  const words = quoted.replaceAll('""', '"') + text.slice(end + 1, next)
  return { words, next, breaks: quoted.split(/\r\n|\n|\r/).length - 1 }
}

/** The one that the first line has most of, outside of quotations. */
function delimiterOf(text: string): string {
  const [first = ''] = text
    .slice(0, 4000)
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r|\n/, 1)
  const counted = [',', ';', '\t', '|'].map(mark => ({ mark, count: first.split(mark).length }))
  return counted.reduce((most, one) => (one.count > most.count ? one : most)).mark
}
