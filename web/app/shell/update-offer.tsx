import { Sparkles } from 'lucide-preact'
import { applyUpdate } from '../update.ts'
import { words } from './words.ts'

/** Asks first. Nobody is thrown out of a sentence by a deploy. */
export function UpdateOffer() {
  return (
    <div class="chip update" role="status" title={words.updateHint}>
      <Sparkles class="small" />
      <span>{words.newVersion}</span>
      <button type="button" class="link" onClick={() => void applyUpdate()}>
        {words.update}
      </button>
    </div>
  )
}
