import type { ClientCommand } from '../../shared/catalog.ts'
import { deviceSoon, type Dispatched, type Wish } from './device.ts'

/**
 * The one door to change anything. Decides here with the rules the server has, over confirmed facts and hopes;
 * `accepted` means that it is drawn and that this device will not forget it, not that the server agreed.
 */
export async function dispatch(wish: Wish, id?: string): Promise<Dispatched> {
  return (await deviceSoon()).dispatch(wish, id)
}

/** Takes a waiting command back before it went, and returns it with its words. `null`: it has gone, or is not there. */
export async function withdraw(id: string): Promise<ClientCommand | null> {
  return (await deviceSoon()).withdraw(id)
}

/** Puts a refused command away: its author has read why, or has taken the words back. */
export async function discardRefused(id: string): Promise<void> {
  return (await deviceSoon()).discardRefused(id)
}

/** Tries at once what could not be brought to the server, and would be tried again in a while. */
export function bringAgain(): void {
  void deviceSoon().then(here => here.bringAgain())
}
