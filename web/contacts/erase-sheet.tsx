import type { ContactRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { Dialog } from '../ui/dialog.tsx'
import { originOf } from '../app/shell/origin.ts'

type Props = { contact: string; name: string; parts: readonly ContactRow[]; close(): void }

/** What will be gone and what stays, and the way back, before anything is done. */
export function EraseSheet({ contact, name, parts, close }: Props) {
  const erase = () => {
    close()
    void act({ type: 'contact.erase', contact })
  }
  return (
    <Dialog title={`Erase ${name} for good?`} close={close}>
      <div class="body">
        <p>
          Everything they wrote, every reply and note to or about them, their name, numbers and details become
          unreadable, here and on every device of this workspace. Their conversations disappear.
        </p>
        {parts.length > 1 && (
          <p>
            All that was merged into this person goes: <bdi>{parts.map(nameAndOrigin).join(', ')}</bdi>. If one of them
            is somebody else, unmerge them first.
          </p>
        )}
        <p>What stays: that somebody wrote, and when. Backups that were made before still hold the rest.</p>
        <p>
          <strong>This cannot be undone.</strong>
        </p>
        <div class="acts">
          <button type="button" class="button primary" onClick={close}>
            Keep them
          </button>
          <button type="button" class="button quiet danger" onClick={erase}>
            Erase for good
          </button>
        </div>
      </div>
    </Dialog>
  )
}

function nameAndOrigin(part: ContactRow): string {
  return part.name === null ? originOf(part) : `${part.name} (${originOf(part)})`
}
