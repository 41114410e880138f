/** A voice as a WAV of one channel, sixteen bits. `samples` from -1 to 1. Source: Microsoft, "Multimedia Data Standards". */
export function wavOf(samples: Float32Array, rate: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(44 + samples.length * 2)
  const view = new DataView(bytes.buffer)
  const words = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at)
  words(0, 'RIFF')
  view.setUint32(4, 36 + samples.length * 2, true)
  words(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  // Plain samples, of one channel.
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  words(36, 'data')
  view.setUint32(40, samples.length * 2, true)
  samples.forEach((sample, place) => {
    const loud = Math.max(-1, Math.min(1, sample))
    view.setInt16(44 + place * 2, Math.round(loud * 32_767), true)
  })
  return bytes
}
