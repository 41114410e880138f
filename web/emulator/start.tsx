import { effect, signal } from '@preact/signals'
import { render } from 'preact'
import { media } from '../ui/media.ts'
import { startTicking } from '../ui/now.ts'
import { followVisibleHeight } from '../ui/visible-height.ts'
import { Emulator } from './emulator.ts'
import { PhonePage } from './phone-page.tsx'

const emulator = new Emulator(decodeURIComponent(location.hash.slice(1)) || null)
emulator.listen()
startTicking()

const narrow = media('(width < 60rem)')
if (narrow.value) followVisibleHeight()

const looking = signal(document.visibilityState === 'visible')
document.addEventListener('visibilitychange', () => {
  looking.value = document.visibilityState === 'visible'
})

// Whoever holds a phone with its chat open reads what comes.
effect(() => {
  const held = emulator.phone.value
  const isOff = emulator.standIn.value?.mood.phonesOff ?? false
  if (held && held.unread > 0 && looking.value && !isOff) void emulator.look(held)
})

const place = document.getElementById('phone')
if (place) render(<PhonePage emulator={emulator} narrow={narrow} />, place)
