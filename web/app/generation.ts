/**
 * A draft has a generation: the id that its sending will have as a command. Everybody who writes on it shares it, so
 * however many press Send, wherever, the server hears one command. Whoever begins an empty draft
 *
 *   together with the others goes on counting from the last sending, as they do;
 *   alone, without a network, takes a new one: it has nothing to do with what the others write and send meanwhile.
 */
export function nextGeneration(generation: string): string {
  const count = Number.parseInt(generation.slice(-12), 16)
  return `${generation.slice(0, -12)}${((count + 1) % 2 ** 48).toString(16).padStart(12, '0')}`
}

/** Where a conversation begins to count: the same for everybody, without asking anybody. */
export function firstGeneration(conversation: string, mode: string): string {
  const hex = [0, 1, 2].map(part => hash(`${part} ${mode} ${conversation}`).toString(16).padStart(8, '0')).join('')
  // The first twelve digits are the time, as of a command that is older than any.
  return `00000000-0000-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`
}

/** Others write into the same document: only what the server takes for a command's id is one. */
export function isGeneration(value: unknown): value is string {
  return (
    typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(value)
  )
}

/** FNV-1a. */
function hash(text: string): number {
  let so = 2_166_136_261
  for (const character of text) so = Math.imul(so ^ (character.codePointAt(0) ?? 0), 16_777_619)
  return so >>> 0
}
