import { streamKey, streamKind, type StreamId } from '../../shared/kernel/message.ts'

/** Where the service worker keeps the files that were looked at. */
export const filesCache = 'daybook-files'

/** Where a file of a conversation is. Nobody else's conversation leads to it. */
export function fileAddress(conversation: string, file: string): string {
  return `/media/${encodeURIComponent(conversation)}/${file}`
}

/** A picture there as it is seen in a conversation: in the browser's and the service worker's eyes another file. */
export function smallAddress(at: string): string {
  return `${at}?size=small`
}

/** What of these conversations was looked at here leaves the device with them. */
export async function forgetFiles(streams: readonly StreamId[]): Promise<void> {
  const gone = new Set(streams.filter(stream => streamKind(stream) === 'conversation').map(streamKey))
  if (gone.size > 0) await forgetFilesOf(conversation => gone.has(conversation))
}

export async function forgetFilesOf(isGone: (conversation: string) => boolean): Promise<void> {
  const cache = await openCache()
  if (!cache) return
  for (const request of await cache.keys()) {
    const [, , conversation = ''] = new URL(request.url).pathname.split('/')
    if (isGone(decodeURIComponent(conversation))) await cache.delete(request)
  }
}

/** The device is full: what can be fetched again makes room for words. Answers whether there was any. */
export async function giveUpFiles(): Promise<boolean> {
  const cache = await openCache()
  const kept = cache ? await cache.keys() : []
  // One by one: of a whole cache the browser gives the room back when it sees fit.
  for (const request of kept) await cache?.delete(request)
  return kept.length > 0
}

/** Whoever sits here next has files of their own. */
export async function forgetAllFiles(): Promise<void> {
  if (hasCaches()) await caches.delete(filesCache)
}

async function openCache(): Promise<Cache | null> {
  return hasCaches() && (await caches.has(filesCache)) ? caches.open(filesCache) : null
}

/** On plain http over a network there are none, and nothing was kept. */
function hasCaches(): boolean {
  return 'caches' in globalThis
}
