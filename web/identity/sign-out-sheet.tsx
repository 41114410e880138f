import { signOut } from '../app/sign-in-and-out.ts'
import { Dialog } from '../ui/dialog.tsx'

export type Unsent = { readonly commands: number; readonly drafts: number }

/** Signing out with something unsent: it may stay for the same person, or be forgotten on purpose. */
export function SignOutSheet({ left, close }: { left: Unsent; close(): void }) {
  return (
    <Dialog title="Not everything has been sent" close={close}>
      <div class="body">
        <p>
          {leftWords(left)} still only on this device. Signed out, it waits here for you to sign in again; nobody else
          can read it in Daybook.
        </p>
        <div class="acts">
          <button type="button" class="button quiet danger" onClick={() => void signOut({ forgetUnsent: true })}>
            Forget it and sign out
          </button>
          <button type="button" class="button primary" onClick={() => void signOut({ forgetUnsent: false })}>
            Keep it and sign out
          </button>
        </div>
      </div>
    </Dialog>
  )
}

export function leftWords({ commands, drafts }: Unsent): string {
  const count = (many: number, one: string) => `${many} ${one}${many === 1 ? '' : 's'}`
  const parts = [commands > 0 && count(commands, 'change'), drafts > 0 && count(drafts, 'draft')].filter(Boolean)
  return `${parts.join(' and ')} ${commands + drafts === 1 ? 'is' : 'are'}`
}
