import type { MediaLimit, Strategy } from './strategy.ts'

export type FileKind = keyof Strategy['media']

/** Words stand under these on every platform that has captions; a voice, a song and a sticker go without. */
export const captioned: ReadonlySet<FileKind> = new Set<FileKind>(['image', 'video', 'document'])

/** What of this kind we may send on this platform; `undefined`: nothing. */
export function limitOf({ files, media }: Strategy, kind: FileKind): MediaLimit | undefined {
  return files === 'both' ? media[kind] : undefined
}

export function takes({ types }: MediaLimit, mime: string): boolean {
  return types.some(type => (type.endsWith('*') ? mime.startsWith(type.slice(0, -1)) : type === mime))
}

/** As what a file of this type goes: a picture as a picture where it may, else as a document. `null`: it may not go. */
export function kindFor(strategy: Strategy, mime: string): FileKind | null {
  const kinds: readonly FileKind[] = ['image', 'video', 'audio', 'document']
  return (
    kinds.find(kind => {
      const limit = limitOf(strategy, kind)
      return limit !== undefined && (kind === 'document' || mime.startsWith(`${kind}/`)) && takes(limit, mime)
    }) ?? null
  )
}
