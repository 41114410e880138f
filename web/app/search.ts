import { deviceSoon, type Found } from './device.ts'

/** Searches what is on the device: messages, notes, names, handles, labels. Newest first; works offline. */
export async function search(query: string, most = 50): Promise<readonly Found[]> {
  return (await deviceSoon()).search(query, most)
}
