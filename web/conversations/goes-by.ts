import type { Item } from '../app/device.ts'

/** The platform knows our replies by ids of its own. */
export function goesBy(item: Item, id: string): boolean {
  return item.id === id || (item.kind === 'replied' && item.platformId === id)
}
