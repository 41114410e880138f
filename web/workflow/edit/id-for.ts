/**
 * A lasting id that can be read in a log: the name in small Latin letters, numbered where it is taken.
 * A name in another script has none, and takes `otherwise`.
 */
export function idFor(name: string, taken: readonly string[], otherwise = 'stage'): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 30)
    .replace(/-+$/, '')
  const stem = plain === '' ? otherwise : plain
  if (!taken.includes(stem)) return stem
  for (let number = 2; ; number++) if (!taken.includes(`${stem}-${number}`)) return `${stem}-${number}`
}
