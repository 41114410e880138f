/** WebM as recorders write it: with lengths, or live, where clusters and the segment do not say theirs. */
export type How = {
  readonly perCluster: number
  readonly isLive: boolean
  readonly inGroups: boolean
  readonly channels: number
  readonly codec?: Uint8Array
  readonly flags?: number
}

export function head(channels: number): Uint8Array {
  return Uint8Array.from([...Buffer.from('OpusHead'), 1, channels, 0x38, 0x01, 0x80, 0xbb, 0, 0, 0, 0, 0])
}

export function webmOf(packets: readonly Uint8Array[], how: How): Uint8Array {
  const { channels, isLive, perCluster, inGroups, codec = element(0x86, Buffer.from('A_OPUS')), flags = 0x80 } = how
  const track = element(
    0xae,
    Buffer.concat([element(0xd7, Buffer.from([1])), codec, element(0x63a2, Buffer.from(head(channels)))])
  )
  const clusters: Buffer[] = []
  for (let at = 0; at < packets.length; at += perCluster) {
    const blocks = packets.slice(at, at + perCluster).map((packet, place) => {
      const body = Buffer.concat([Buffer.from([0x81, 0, place & 0xff, flags]), packet])
      return inGroups ? element(0xa0, element(0xa1, body)) : element(0xa3, body)
    })
    const inner = Buffer.concat([element(0xe7, Buffer.from([at & 0xff])), ...blocks])
    clusters.push(isLive ? Buffer.concat([unknownSize(0x1f43b675), inner]) : element(0x1f43b675, inner))
  }
  const info = element(0x1549a966, element(0x2ad7b1, Buffer.from([0x0f, 0x42, 0x40])))
  const inner = Buffer.concat([info, element(0x1654ae6b, track), ...clusters])
  const segment = isLive ? Buffer.concat([unknownSize(0x18538067), inner]) : element(0x18538067, inner)
  const ebml = element(0x1a45dfa3, element(0x4282, Buffer.from('webm')))
  return Uint8Array.from(Buffer.concat([ebml, segment]))
}

export function element(id: number, body: Uint8Array): Buffer {
  // One byte where it fits, four otherwise.
  const size = body.length < 0x7f ? [0x80 | body.length] : [0x10, 0, 0, 0]
  if (size.length === 4) {
    size[0] = 0x10 | (body.length >>> 24)
    size[1] = (body.length >>> 16) & 0xff
    size[2] = (body.length >>> 8) & 0xff
    size[3] = body.length & 0xff
  }
  return Buffer.concat([idOf(id), Buffer.from(size), body])
}

export function unknownSize(id: number): Buffer {
  return Buffer.concat([idOf(id), Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])])
}

function idOf(id: number): Buffer {
  const hex = id.toString(16)
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
}
