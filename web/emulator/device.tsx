import { BatteryFull, Signal, Wifi } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { now } from '../ui/now.ts'
import { clock } from '../ui/time-words.ts'

/** A telephone to hold: frame, camera, status bar. All of it is scenery, so a screen reader hears only the chat. */
export function Device({ children }: { children: ComponentChildren }) {
  return (
    <div class="device">
      <div class="device-glass">
        <div class="device-status figures" aria-hidden="true">
          <span>{clock(now.value)}</span>
          <span class="device-camera" />
          <span class="device-icons">
            <Signal />
            <Wifi />
            <BatteryFull />
          </span>
        </div>
        <div class="device-app">{children}</div>
        <div class="device-home" aria-hidden="true" />
      </div>
    </div>
  )
}
