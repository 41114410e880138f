import { Toasts } from '../../ui/toast.tsx'
import { access } from '../session.ts'
import { Frame } from './frame.tsx'
import { FoundWorkspace, SignIn } from './later-screens.ts'

export function App() {
  const so = access.value
  return (
    <>
      {so.state === 'founding' && <FoundWorkspace />}
      {so.state === 'signed-out' && <SignIn last={so.last} />}
      {so.state === 'in' && <Frame />}
      <Toasts />
    </>
  )
}
