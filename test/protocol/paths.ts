/**
 * Everything a reader of these frames can find in them: `events.events[].fact(conversation.noted).text: string`.
 * Two frames with the same paths can be read by the same client.
 */
export function pathsIn(frames: readonly unknown[]): Set<string> {
  const paths = new Set<string>()
  for (const frame of frames) walk(frame, '', paths)
  return paths
}

/** What a reader of the frames of `then` would look for in those of `now`, and not find. */
export function missing(then: readonly unknown[], now: readonly unknown[]): string[] {
  return [...pathsIn(then).difference(pathsIn(now))]
}

function walk(value: unknown, path: string, paths: Set<string>): void {
  if (Array.isArray(value)) {
    for (const one of value) walk(one, `${path}[]`, paths)
  } else if (typeof value === 'object' && value !== null) {
    const { type, kind, reason } = value as { type?: string; kind?: string; reason?: string }
    const name = type ?? kind ?? reason
    for (const [key, each] of Object.entries(value)) walk(each, `${path}${name ? `(${name})` : ''}.${key}`, paths)
  } else {
    paths.add(`${path}: ${value === null ? 'null' : typeof value}`)
  }
}
