const deepest = 64

/**
 * A message in pieces, which are the message again one after the other: each text or file with the heads it has. What
 * somebody passed on as a message is one piece: its bytes are a file.
 */
export function leavesOf(source: Buffer, depth = 0): readonly Buffer[] {
  const boundary = depth < deepest ? boundaryIn(headOf(source)) : undefined
  if (boundary === undefined) return [source]
  const [before, ...parts] = splitAt(source, boundary)
  return [before, ...parts.flatMap(part => leavesOf(part, depth + 1))].filter(piece => piece !== undefined)
}

export function headOf(piece: Buffer): Buffer {
  const ends = [piece.indexOf('\r\n\r\n'), piece.indexOf('\n\n')].filter(at => at >= 0)
  return piece.subarray(0, Math.min(...ends, piece.length))
}

function boundaryIn(head: Buffer): string | undefined {
  const type = /^content-type:\s*multipart\/[^\n]*(?:\n[ \t][^\n]*)*/im.exec(head.toString('latin1', 0, 65_536))?.[0]
  const [, quoted, bare] = /\bboundary\s*=\s*(?:"([^"\n]{1,200})"|([^\s;"]{1,200}))/i.exec(type ?? '') ?? []
  return quoted ?? bare
}

/** Before each line that begins with it, which stands at the head of the piece that follows. */
function splitAt(source: Buffer, boundary: string): readonly Buffer[] {
  const line = Buffer.from(`\n--${boundary}`, 'latin1')
  const pieces: Buffer[] = []
  let from = 0
  for (let at = source.indexOf(line); at >= 0; at = source.indexOf(line, at + line.length)) {
    pieces.push(source.subarray(from, at + 1))
    from = at + 1
  }
  return [...pieces, source.subarray(from)]
}
