import { oggOfWebm } from './ogg-of-webm.ts'
import { wavOf } from './wav.ts'
import type { Way } from './way-to-record.ts'

export type Recorded = { readonly bytes: ArrayBuffer; readonly mime: string; readonly seconds: number }

export type Running = {
  readonly beganAt: number
  /** It ended by itself: the microphone is gone. */
  readonly ended: Promise<void>
  stop(): Promise<Recorded>
  cancel(): void
}

/** Enough for a voice, and two minutes of it are what a phone fetches without being asked. */
const bitsPerSecond = 32_000
/** Plenty for words. */
const wavRate = 16_000

/** @throws what `getUserMedia` throws: the microphone may be forbidden, or there may be none. */
export async function startRecording({ recordAs, mime, make }: Way): Promise<Running> {
  const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true }
  const stream = await navigator.mediaDevices.getUserMedia({ audio })
  const recorder = new MediaRecorder(stream, { mimeType: recordAs, audioBitsPerSecond: bitsPerSecond })
  const parts: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  const ended = new Promise<void>(resolve => {
    recorder.addEventListener('stop', () => resolve(), { once: true })
  })
  recorder.start()
  const beganAt = Date.now()
  const end = async () => {
    if (recorder.state !== 'inactive') recorder.stop()
    await ended
    // The browser shows that it listens for as long as it does.
    for (const track of stream.getTracks()) track.stop()
  }
  return {
    beganAt,
    ended,
    async stop() {
      const seconds = Math.max(1, Math.round((Date.now() - beganAt) / 1000))
      await end()
      return { bytes: await made(await new Blob(parts).arrayBuffer(), make), mime, seconds }
    },
    cancel: () => void end()
  }
}

async function made(bytes: ArrayBuffer, make: Way['make']): Promise<ArrayBuffer> {
  switch (make) {
    case 'as-it-is':
      return bytes
    case 'ogg': {
      const [serial = 0] = crypto.getRandomValues(new Uint32Array(1))
      return oggOfWebm(new Uint8Array(bytes), serial).buffer
    }
    case 'wav': {
      const sound = await new OfflineAudioContext(1, 1, wavRate).decodeAudioData(bytes)
      return wavOf(sound.getChannelData(0), wavRate).buffer
    }
  }
}
