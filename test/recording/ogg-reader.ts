/** Ogg as a player reads it: with nothing of the writer's. */
export type ReadPage = {
  readonly serial: number
  readonly sequence: number
  readonly granule: bigint
  readonly isFirst: boolean
  readonly isLast: boolean
  /** Its checksum is right, and no packet goes on behind it. */
  readonly isWhole: boolean
  readonly packets: readonly Uint8Array[]
}

export function pagesIn(ogg: Uint8Array): ReadPage[] {
  const pages: ReadPage[] = []
  const all = Buffer.from(ogg)
  for (let at = 0; at < all.length;) {
    if (all.toString('latin1', at, at + 4) !== 'OggS' || all[at + 4] !== 0) throw new Error(`no page at ${at}`)
    const count = all.readUInt8(at + 26)
    const table = [...all.subarray(at + 27, at + 27 + count)]
    const end = at + 27 + count + table.reduce((sum, length) => sum + length, 0)
    if (end > all.length) throw new Error('a page is cut off')
    const page = Buffer.from(all.subarray(at, end))
    const flags = page.readUInt8(5)
    const told = page.readUInt32LE(22)
    page.writeUInt32LE(0, 22)
    const packets: Uint8Array[] = []
    let from = at + 27 + count
    let length = 0
    for (const segment of table) {
      length += segment
      if (segment === 255) continue
      packets.push(Uint8Array.from(all.subarray(from, from + length)))
      from += length
      length = 0
    }
    pages.push({
      serial: page.readUInt32LE(14),
      sequence: page.readUInt32LE(18),
      granule: page.readBigUInt64LE(6),
      isFirst: (flags & 2) !== 0,
      isLast: (flags & 4) !== 0,
      isWhole: told === remainder(page) && table.at(-1) !== 255 && (flags & 1) === 0,
      packets
    })
    at = end
  }
  return pages
}

/** Long division, bit by bit, as RFC 3533 describes it. */
function remainder(bytes: Buffer): number {
  let left = 0n
  for (const byte of bytes) {
    left ^= BigInt(byte) << 24n
    for (let bit = 0; bit < 8; bit++)
      left = left & 0x8000_0000n ? ((left << 1n) ^ 0x1_04c1_1db7n) & 0xffff_ffffn : left << 1n
  }
  return Number(left)
}
