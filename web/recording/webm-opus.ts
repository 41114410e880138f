/** What a recording of a voice holds. `head`: its `OpusHead`, which players need before the first packet. */
export type OpusRecording = { readonly head: Uint8Array; readonly packets: readonly Uint8Array[] }

/** The bytes are no WebM with one track of Opus. */
export class NoOpusInWebm extends Error {}

/** The elements of WebM that lead to the sound. Source: RFC 8794 (EBML) and RFC 9559 (Matroska). */
const ids = { ebml: 0x1a45dfa3, codec: 0x86, codecPrivate: 0x63a2, simpleBlock: 0xa3, block: 0xa1 }
/** Those that hold others: gone into, as recorders leave open how long they are. */
const inside: ReadonlySet<number> = new Set([0x18538067, 0x1654ae6b, 0xae, 0x1f43b675, 0xa0])
const lacing = 0x06

/**
 * The packets of a WebM that a browser recorded, in their order. What is cut off at the end is left away, as a player
 * would. @throws NoOpusInWebm
 */
export function opusIn(webm: Uint8Array): OpusRecording {
  const packets: Uint8Array[] = []
  let head: Uint8Array | undefined
  let isOpus = false
  let at = 0
  while (at < webm.length) {
    const id = numberAt(webm, at, 'id')
    const size = id && numberAt(webm, id.end, 'size')
    if (!id || !size) break
    if (at === 0 && id.value !== ids.ebml) throw new NoOpusInWebm('this is no WebM')
    at = size.end
    if (inside.has(id.value)) continue
    const end = at + size.value
    if (end > webm.length) break
    const body = webm.subarray(at, end)
    if (id.value === ids.codec) {
      if (isOpus || text(body) !== 'A_OPUS') throw new NoOpusInWebm('this is not one track of Opus')
      isOpus = true
    }
    if (id.value === ids.codecPrivate) head = body
    if (id.value === ids.simpleBlock || id.value === ids.block) packets.push(packetIn(body))
    at = end
  }
  if (!isOpus || !head || text(head.subarray(0, 8)) !== 'OpusHead') throw new NoOpusInWebm('there is no Opus in it')
  return { head, packets }
}

/** A block: the track's number, two bytes of time, the flags, and the packet. */
function packetIn(block: Uint8Array): Uint8Array {
  const track = numberAt(block, 0, 'size')
  const flags = track && block[track.end + 2]
  // Several packets in one block: no recorder of a browser does that.
  if (!track || flags === undefined || (flags & lacing) !== 0) throw new NoOpusInWebm('a block cannot be read')
  return block.subarray(track.end + 3)
}

/** A number of EBML says by its leading zeros how many bytes it has. An id keeps that mark, a size is without it. */
function numberAt(bytes: Uint8Array, at: number, as: 'id' | 'size'): { value: number; end: number } | undefined {
  const first = bytes[at]
  if (first === undefined || first === 0) return undefined
  const length = Math.clz32(first) - 23
  if (at + length > bytes.length) return undefined
  let value = as === 'id' ? first : first & (0xff >> length)
  for (let next = 1; next < length; next++) value = value * 256 + (bytes[at + next] ?? 0)
  return { value, end: at + length }
}

function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}
