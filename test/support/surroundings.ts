/** What a process of ours is given besides its own settings: none of those of whoever runs the tests. */
export function surroundings(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = ['PATH', 'HOME', 'NODE_COMPILE_CACHE'].flatMap(name => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  })
  return { ...Object.fromEntries(kept), ...env }
}
