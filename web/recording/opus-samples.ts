const long = [480, 960, 1920, 2880]
const mixed = [480, 960]
const short = [120, 240, 480, 960]

/** How long one frame is, in samples at 48 kHz, by the five bits that say how it was made. Source: RFC 6716, 3.1. */
const frameSamples: readonly number[] = [long, long, long, mixed, mixed, short, short, short, short].flat()

/** How long a packet of Opus plays, in samples at 48 kHz, whatever rate it was made at. An empty one plays nothing. */
export function samplesOf(packet: Uint8Array): number {
  const [first, second = 0] = packet
  if (first === undefined) return 0
  const frame = frameSamples[first >> 3] ?? 0
  const code = first & 3
  return frame * (code === 0 ? 1 : code === 3 ? second & 63 : 2)
}
