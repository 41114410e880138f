import { render } from 'preact'
import { watchGivenBack } from '../outbox/watch-given-back.ts'
import { watchRefusals } from '../outbox/watch-refusals.ts'
import { listenToKeys } from '../keyboard/keys.ts'
import { startTicking } from '../ui/now.ts'
import { openSession } from './session.ts'
import { App } from './shell/app.tsx'
import { wearPreferences } from './shell/preferences.ts'
import { followLocation } from './shell/route.ts'
import { countInTitle } from './shell/title.ts'

wearPreferences()
followLocation()
startTicking()
listenToKeys()
countInTitle()
watchRefusals()
watchGivenBack()

const root = document.querySelector('#app')
if (!root) throw new Error('the page has no #app')
render(<App />, root)

await openSession()
// Nothing on the first screen waits for it.
const { watchForUpdates } = await import('./update.ts')
await watchForUpdates()
