import { useState } from 'preact/hooks'
import { connection } from '../app/live.ts'
import { Dialog } from '../ui/dialog.tsx'
import { words } from './words.ts'

type Props = { at: string; close(): void }

/**
 * A mail as its program drew it, in a frame that can do nothing. Pictures from outside tell their owner that it was read:
 * they come when somebody asks for them.
 */
export function MailPageSheet({ at, close }: Props) {
  const [outside, setOutside] = useState(false)
  return (
    <Dialog title={words.asWrittenTitle} class="mail-page-sheet" close={close}>
      {connection.value.state === 'offline' ? (
        <p class="body">{words.pageOffline}</p>
      ) : (
        <iframe
          title={words.asWrittenTitle}
          src={outside ? `${at}?pictures=outside` : at}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerpolicy="no-referrer"
        />
      )}
      <footer>
        <p>{outside ? words.picturesShown : words.picturesHidden}</p>
        {!outside && (
          <button type="button" class="button quiet" onClick={() => setOutside(true)}>
            {words.showPictures}
          </button>
        )}
      </footer>
    </Dialog>
  )
}
