import { mostSegments, oggPage, segmentsOf, type Page } from './ogg.ts'
import { samplesOf } from './opus-samples.ts'
import { opusIn } from './webm-opus.ts'

/** A page a second: a player that jumps finds its way, and a phone begins before all of it is there. */
const pageSamples = 48_000

/**
 * The same sound in the other box: Chromium records Opus in WebM, and WhatsApp takes it in Ogg only. Not a packet is
 * changed. Source: RFC 7845. @throws NoOpusInWebm
 */
export function oggOfWebm(webm: Uint8Array, serial: number): Uint8Array<ArrayBuffer> {
  const { head, packets } = opusIn(webm)
  const pages = [{ packets: [head], granule: 0n, isFirst: true }, { packets: [tags], granule: 0n }, ...pagesOf(packets)]
  return together(
    pages.map((page, sequence) => oggPage(serial, sequence, { ...page, isLast: sequence === pages.length - 1 }))
  )
}

function pagesOf(packets: readonly Uint8Array[]): Page[] {
  const pages: Page[] = []
  let [some, segments, samples, from]: [Uint8Array[], number, number, number] = [[], 0, 0, 0]
  const close = () => {
    if (some.length > 0) pages.push({ packets: some, granule: BigInt(samples) })
    ;[some, segments, from] = [[], 0, samples]
  }
  for (const packet of packets) {
    if (segments + segmentsOf(packet) > mostSegments || samples - from >= pageSamples) close()
    some.push(packet)
    segments += segmentsOf(packet)
    samples += samplesOf(packet)
  }
  close()
  return pages
}

/** Who made it, and that there is nothing else to say. */
const tags = (() => {
  const vendor = 'daybook'
  const bytes = new Uint8Array(8 + 4 + vendor.length + 4)
  bytes.set(new TextEncoder().encode('OpusTags'))
  new DataView(bytes.buffer).setUint32(8, vendor.length, true)
  bytes.set(new TextEncoder().encode(vendor), 12)
  return bytes
})()

function together(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
