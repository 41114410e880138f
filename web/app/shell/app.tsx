import { toasts } from '../../ui/toast.ts'
import { access } from '../session.ts'
import { route } from './route.ts'
import { Frame } from './frame.tsx'
import { FoundWorkspace, Join, SignIn, Strip } from './later-screens.ts'

export function App() {
  const so = access.value
  if (route.value.screen === 'join') return <Join />
  return (
    <>
      {so.state === 'founding' && <FoundWorkspace />}
      {so.state === 'signed-out' && <SignIn last={so.last} />}
      {so.state === 'in' && <Frame />}
      <div class="toasts" role="status" aria-live="polite" aria-relevant="additions">
        {toasts.value.map(one => (
          <Strip key={one.id} toast={one} />
        ))}
      </div>
    </>
  )
}
