import { unreachable } from '../../shared/kernel/unreachable.ts'
import type { Effect, Input } from './engine/session.ts'
import type { Wire } from './wire.ts'

type AtTheWire = Extract<
  Effect,
  { type: 'send' | 'listen' | 'pause' | 'resume' | 'await-room' | 'leave' | 'hang-up' | 'cut' }
>

/** What a session wants done with its socket, and what it hears from there. */
export function atTheWire(wire: Wire, hear: (input: Input) => void): (effect: AtTheWire) => void {
  let silence: NodeJS.Timeout | undefined
  let roomBelow: number | undefined
  const tellOfRoom = () => {
    if (roomBelow === undefined || wire.waiting() > roomBelow) return
    roomBelow = undefined
    hear({ type: 'room' })
  }
  wire.onTaken(tellOfRoom)
  return effect => {
    switch (effect.type) {
      case 'send':
        return wire.send(effect.frame)
      case 'listen':
        clearTimeout(silence)
        silence = setTimeout(() => hear({ type: 'silent' }), effect.forMs)
        return
      case 'await-room':
        roomBelow = effect.bytes
        // What was sent in the same step may have been taken by now, all of it.
        return tellOfRoom()
      case 'pause':
        return wire.pause()
      case 'resume':
        return wire.resume()
      case 'leave':
        return clearTimeout(silence)
      case 'hang-up':
        return wire.close()
      case 'cut':
        return wire.cut()
      default:
        return unreachable(effect)
    }
  }
}
