/** UUIDv7 (RFC 9562): sorted by time, unique by chance. `random` is ten random bytes; `at` is epoch milliseconds. */
export function uuidv7(at: number, random: Uint8Array): string {
  if (random.length !== 10) throw new Error('a UUIDv7 takes ten random bytes')
  const bytes = Uint8Array.from({ length: 6 }, (_, i) => Math.floor(at / 2 ** (8 * (5 - i))) % 256)
  // Four bits say version 7, two bits say variant 2; the rest is chance.
  const chance = random.map((byte, i) => (i === 0 ? (byte & 0x0f) | 0x70 : i === 2 ? (byte & 0x3f) | 0x80 : byte))
  const hex = Array.from([...bytes, ...chance], byte => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
