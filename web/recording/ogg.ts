/** One page: some packets, and how many samples there are up to their end. */
export type Page = {
  readonly packets: readonly Uint8Array[]
  readonly granule: bigint
  readonly isFirst?: boolean
  readonly isLast?: boolean
}

const headBytes = 27
/** A page's table of lengths has room for so many. */
export const mostSegments = 255

/** How many places in that table a packet takes: one for each 255 bytes, and one for what is left, also of nothing. */
export function segmentsOf(packet: Uint8Array): number {
  return Math.floor(packet.length / 255) + 1
}

/** A page of an Ogg stream as bytes. No packet goes over its end. Source: RFC 3533, 6. */
export function oggPage(serial: number, sequence: number, { packets, granule, isFirst, isLast }: Page): Uint8Array {
  const table = packets.flatMap(packet => [
    ...Array.from({ length: segmentsOf(packet) - 1 }, () => 255),
    packet.length % 255
  ])
  const bytes = new Uint8Array(headBytes + table.length + packets.reduce((sum, packet) => sum + packet.length, 0))
  const view = new DataView(bytes.buffer)
  bytes.set([0x4f, 0x67, 0x67, 0x53])
  view.setUint8(5, (isFirst ? 2 : 0) | (isLast ? 4 : 0))
  view.setBigUint64(6, granule, true)
  view.setUint32(14, serial, true)
  view.setUint32(18, sequence, true)
  view.setUint8(26, table.length)
  bytes.set(table, headBytes)
  let at = headBytes + table.length
  for (const packet of packets) {
    bytes.set(packet, at)
    at += packet.length
  }
  view.setUint32(22, checksum(bytes), true)
  return bytes
}

/** CRC-32 as Ogg has it: most significant bit first, beginning with nothing, and left as it comes out. */
function checksum(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) crc = ((crc << 8) ^ (remainders[(crc >>> 24) ^ byte] ?? 0)) >>> 0
  return crc
}

const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1
  return crc
})
