import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { oggOfWebm } from '../../web/recording/ogg-of-webm.ts'
import { samplesOf } from '../../web/recording/opus-samples.ts'
import { wavOf } from '../../web/recording/wav.ts'
import { NoOpusInWebm } from '../../web/recording/webm-opus.ts'
import { pagesIn } from './ogg-reader.ts'
import { element, head, unknownSize, webmOf } from './webm-writer.ts'

const filled = (length: number) => new Uint8Array(length).fill(length & 0xff)
/** A packet as an encoder makes it: the first byte says how long it plays, one of code 3 how many frames it has. */
const packet = fc
  .tuple(
    fc.integer({ min: 0, max: 255 }),
    fc.integer({ min: 1, max: 6 }),
    fc.oneof(fc.uint8Array({ maxLength: 30 }), fc.integer({ max: 1500, min: 0 }).map(filled))
  )
  .map(([first, frames, rest]) => Uint8Array.from((first & 3) === 3 ? [first, frames, ...rest] : [first, ...rest]))
const recording = fc.record({
  packets: fc.array(packet, { maxLength: 200, size: 'max' }),
  perCluster: fc.integer({ min: 1, max: 60 }),
  isLive: fc.boolean(),
  inGroups: fc.boolean(),
  channels: fc.constantFrom(1, 2),
  serial: fc.integer({ min: 0, max: 0xffffffff })
})

test('every packet is in it, unchanged and in its order, on pages that are as Ogg wants them', () => {
  let [most, pagesSeen] = [0, 0]
  fc.assert(
    fc.property(recording, ({ packets, serial, ...how }) => {
      const pages = pagesIn(oggOfWebm(webmOf(packets, how), serial))
      expect(pages.every(page => page.isWhole)).toBe(true)
      expect(pages.map(page => page.sequence)).toEqual(pages.map((_, at) => at))
      expect(new Set(pages.map(page => page.serial))).toEqual(new Set([serial]))
      expect(pages.map(page => page.isFirst)).toEqual(pages.map((_, at) => at === 0))
      expect(pages.map(page => page.isLast)).toEqual(pages.map((_, at) => at === pages.length - 1))
      const [first, second, ...sound] = pages
      expect(first).toMatchObject({ packets: [head(how.channels)], granule: 0n })
      expect([second?.granule, Buffer.from(second!.packets[0]!).toString('latin1').slice(0, 8)]).toEqual([
        0n,
        'OpusTags'
      ])
      expect(sound.flatMap(page => page.packets)).toEqual(packets)
      // Each page says how much there is up to its end: RFC 7845, 4.
      let samples = 0
      for (const page of sound) {
        const before = samples
        for (const one of page.packets) samples += lengthOf(one)
        expect(page.granule).toBe(BigInt(samples))
        const longest = Math.max(...page.packets.map(lengthOf))
        expect(samples - before).toBeLessThan(48_000 + longest)
      }
      most = Math.max(most, ...packets.map(one => one.length))
      pagesSeen = Math.max(pagesSeen, sound.length)
    })
  )
  // Those that go over many segments, and over many pages, were among them.
  expect([most > 255 * 4, pagesSeen > 3]).toEqual([true, true])
})

function endOf(bytes: Uint8Array): string {
  try {
    pagesIn(oggOfWebm(bytes, 1))
    return 'a sound'
  } catch (error) {
    return error instanceof NoOpusInWebm ? 'a no' : String(error)
  }
}

/** By the table of RFC 6716, 3.1, written the other way: in milliseconds by name. */
function lengthOf(one: Uint8Array): number {
  const config = one[0]! >> 3
  const ms =
    config < 12 ? [10, 20, 40, 60][config % 4]! : config < 16 ? [10, 20][config % 2]! : [2.5, 5, 10, 20][config % 4]!
  const code = one[0]! & 3
  return ms * 48 * (code === 0 ? 1 : code === 3 ? one[1]! & 63 : 2)
}

test.each([
  [[0xfc], 960],
  [[0x78], 960],
  [[0x0b, 0x03], 2880],
  [[0x19], 5760],
  [[0x83, 0x06], 720],
  [[], 0]
])('a packet that begins with %j plays for %i samples', (bytes, samples) => {
  expect(samplesOf(Uint8Array.from(bytes))).toBe(samples)
})

describe('what is no recording', () => {
  const packets = [Uint8Array.from([0xfc, 1, 2, 3])]
  const how = { perCluster: 1, isLive: true, inGroups: false, channels: 1 }

  test('of one track of Opus is refused, and never taken for one', () => {
    const vorbis = element(0x86, Buffer.from('A_VORBIS'))
    for (const bytes of [
      new Uint8Array(),
      Uint8Array.from(Buffer.from('OggS, and more')),
      webmOf(packets, { ...how, codec: vorbis }),
      webmOf(packets, { ...how, codec: Buffer.concat([element(0x86, Buffer.from('A_OPUS')), vorbis]) }),
      webmOf(packets, { ...how, flags: 0x04 }),
      unknownSize(0x1a45dfa3)
    ]) {
      expect(() => oggOfWebm(bytes, 1)).toThrow(NoOpusInWebm)
    }
  })

  test('is whole is read up to where it is', () => {
    const whole = webmOf([...packets, ...packets, ...packets], how)
    for (let cut = 1; cut < 8; cut++) {
      const pages = pagesIn(oggOfWebm(whole.subarray(0, whole.length - cut), 1))
      expect(pages.slice(2).flatMap(page => page.packets)).toEqual([...packets, ...packets])
    }
  })

  test('whatever the bytes are, it ends: with a sound, or with a no', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(300), (noise, at) => {
        const bytes = Uint8Array.from([...webmOf(packets, how).subarray(0, at), ...noise])
        expect(['a sound', 'a no']).toContain(endOf(bytes))
      })
    )
  })
})

test('a WAV says how long it is, and holds what is too loud within what it can say', () => {
  const wav = Buffer.from(wavOf(Float32Array.from([0, 0.5, -0.5, 1, -1, 2, -2]), 16_000))
  expect([wav.toString('latin1', 0, 4), wav.toString('latin1', 8, 16), wav.length]).toEqual(['RIFF', 'WAVEfmt ', 58])
  expect([wav.readUInt32LE(4), wav.readUInt32LE(24), wav.readUInt32LE(40)]).toEqual([50, 16_000, 14])
  const heard = [44, 46, 48, 50, 52, 54, 56].map(at => wav.readInt16LE(at))
  expect(heard).toEqual([0, 16_384, -16_383, 32_767, -32_767, 32_767, -32_767])
})
