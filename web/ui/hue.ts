/** A hue in degrees that always belongs to this text: the same person and the same label look the same everywhere. */
export function hueOf(text: string): number {
  let hash = 2_166_136_261
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619)
  // Steps of 30° stay tellable; a continuous circle would give neighbours nobody can tell apart.
  return ((hash >>> 0) % 12) * 30
}

/** One or two letters that stand for a name. A number has none worth showing. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(word => /^\p{L}/u.test(word))
  const first = words[0]
  // Two letters side by side mean something else, or join into another, in most scripts but these.
  if (first && !/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(first)) return Array.from(first)[0] ?? ''
  const last = words.length > 1 ? words.at(-1) : undefined
  return [first, last]
    .map(word => (word ? (Array.from(word)[0] ?? '') : ''))
    .join('')
    .toLocaleUpperCase()
}
