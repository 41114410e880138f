import { useEffect, useRef, useState } from 'preact/hooks'
import { limitOf } from '../../shared/platforms/files.ts'
import type { Strategy } from '../../shared/platforms/strategy.ts'
import { startRecording, type Running } from '../recording/recorder.ts'
import { wayToRecord } from '../recording/way-to-record.ts'
import { attach } from './attached.ts'
import { fileHash } from './file-hash.ts'
import type { Attaching } from './use-attaching.ts'

export type VoiceProps = { conversation: string; strategy: Strategy; attaching: Attaching; end(): void }

export type Voice = {
  /** For how long it has been recording; `null`: not yet. */
  readonly seconds: number | null
  finish(): Promise<void>
  cancel(): void
}

/** Nobody listens to more, and it ends by itself rather than to be lost. */
const mostSeconds = 10 * 60

/** Records from when it is first used. Whoever leaves while it does finds it attached when they come back. */
export function useVoice({ conversation, strategy, attaching, end }: VoiceProps): Voice {
  const voice = useRef<Running | null>(null)
  const [seconds, setSeconds] = useState<number | null>(null)
  const finish = async () => {
    const running = voice.current
    voice.current = null
    if (!running) return
    try {
      attaching.say(await attachVoice(conversation, strategy, running))
    } catch (error) {
      reportError(error)
      attaching.say('It could not be kept: this device has no room for it, or the recording broke.')
    }
    end()
  }
  const cancel = () => {
    voice.current?.cancel()
    voice.current = null
    end()
  }
  useEffect(() => {
    let here = true
    const begin = async () => {
      const running = await started(strategy)
      if (typeof running === 'string') {
        attaching.say(running)
        return end()
      }
      if (!here) return running.cancel()
      voice.current = running
      setSeconds(0)
      await running.ended
      return finish()
    }
    begin().catch(reportError)
    const ticking = setInterval(() => {
      const { current } = voice
      if (!current) return
      const passed = Math.floor((Date.now() - current.beganAt) / 1000)
      setSeconds(passed)
      if (passed >= mostSeconds) void finish()
    }, 200)
    return () => {
      here = false
      clearInterval(ticking)
      void finish()
    }
  }, [])
  return { seconds, finish, cancel }
}

/** The recording, or in a sentence why there is none. */
async function started(strategy: Strategy): Promise<Running | string> {
  if (!('mediaDevices' in navigator) || !('MediaRecorder' in globalThis)) {
    return 'This browser lets a page hear you only over https.'
  }
  const way = wayToRecord(strategy, type => MediaRecorder.isTypeSupported(type))
  if (!way) return `This browser records nothing that ${strategy.name} plays. Attach a recording instead.`
  try {
    return await startRecording(way)
  } catch (error) {
    const { name } = error as { name?: unknown }
    if (name === 'NotAllowedError') return 'Daybook may not use the microphone. Allow it in the settings of this page.'
    if (name === 'NotFoundError') return 'This device has no microphone.'
    reportError(error)
    return 'The microphone does not answer. Another app may be using it.'
  }
}

/** On the disk when it resolves; then what is wrong with it, if anything is. */
async function attachVoice(conversation: string, strategy: Strategy, running: Running): Promise<string | null> {
  const { bytes, mime, seconds } = await running.stop()
  const limit = limitOf(strategy, 'voice')
  if (bytes.byteLength === 0) return 'Nothing was heard.'
  if (limit && bytes.byteLength > limit.mostBytes) return `It is too long for ${strategy.name}.`
  const file = await fileHash(bytes)
  await attach(conversation, { media: 'voice', file, mime, bytes: bytes.byteLength, seconds }, bytes)
  return null
}
