import { Check, X } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { lengthWords } from '../ui/size-words.ts'
import { useVoice, type VoiceProps } from './use-voice.ts'
import { words } from './words.ts'

/** A voice while it is recorded: how long it is, and the two ways out. */
export function VoiceBar(props: VoiceProps) {
  const { seconds, finish, cancel } = useVoice(props)
  const done = useRef<HTMLButtonElement>(null)
  const isOn = seconds !== null
  useEffect(() => {
    if (isOn) done.current?.focus()
  }, [isOn])
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    cancel()
  }
  return (
    <div class="recording" role="group" aria-label={words.voiceMessage}>
      <span class="recording-mark" />
      <span class="figures" role="timer" aria-label={words.recording}>
        {lengthWords(seconds ?? 0)}
      </span>
      <button
        type="button"
        class="button quiet icon tight"
        aria-label={words.cancelRecording}
        onClick={cancel}
        onKeyDown={pressed}
      >
        <X class="small" />
      </button>
      <button
        ref={done}
        type="button"
        class="button quiet icon tight"
        aria-label={words.endRecording}
        disabled={!isOn}
        onClick={() => void finish()}
        onKeyDown={pressed}
      >
        <Check class="small" />
      </button>
    </div>
  )
}
