import type { Archive } from '../days/archive.ts'

/** The same archive, where what is put stays in memory: for who only wants to know how it would read. */
export function unwritten(archive: Archive): Archive {
  const put = new Map<string, Uint8Array>()
  return {
    ...archive,
    async put(name, bytes) {
      put.set(name, bytes)
    },
    get: async name => put.get(name) ?? archive.get(name)
  }
}
