import { effect } from '@preact/signals'
import { fileOf } from '../../shared/conversations/file-of.ts'
import type { UploadParts, Uploads } from './uploads.ts'

/** The code that uploads comes when there is something to upload. */
export function watchFiles(parts: UploadParts): Pick<Uploads, 'again' | 'stop'> {
  let uploads: Uploads | null = null
  let loading: Promise<void> | null = null
  let isOver = false
  const unwatch = effect(() => {
    void parts.live.connection.value.state
    if (!parts.live.outbox.value.some(entry => fileOf(entry.command) !== null)) return
    loading ??= import('./uploads.ts')
      .then(({ Uploads }) => {
        if (!isOver) uploads = new Uploads(parts)
      })
      .catch((error: unknown) => {
        // Without a service worker it can be missing while nothing answers: it is asked for again when somebody does.
        loading = null
        parts.onTrouble(error)
      })
  })
  return {
    again: () => uploads?.again(),
    stop() {
      isOver = true
      unwatch()
      uploads?.stop()
    }
  }
}
