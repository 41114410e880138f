/** The bytes of files that wait to be sent, by their message. They survive a reload where the browser lets them. */
export type FileShelf = {
  put(id: string, bytes: ArrayBuffer): Promise<void>
  get(id: string): Promise<ArrayBuffer | undefined>
  drop(id: string): Promise<void>
}

const store = 'files'

/** A frame on another site's page, or a private window, may keep nothing: then they are here as long as the page is. */
export function openFileShelf(name: string): FileShelf {
  const memory = new Map<string, ArrayBuffer>()
  let opened: Promise<IDBDatabase> | undefined
  const work = async <T>(mode: IDBTransactionMode, ask: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const db = await (opened ??= open(name))
    return answered(ask(db.transaction(store, mode).objectStore(store)))
  }
  return {
    async put(id, bytes) {
      memory.set(id, bytes)
      await work('readwrite', files => files.put(bytes, id)).catch(() => undefined)
    },
    async get(id) {
      const here = memory.get(id)
      return (
        here ?? (work('readonly', files => files.get(id)).catch(() => undefined) as Promise<ArrayBuffer | undefined>)
      )
    },
    async drop(id) {
      memory.delete(id)
      await work('readwrite', files => files.delete(id)).catch(() => undefined)
    }
  }
}

function open(name: string): Promise<IDBDatabase> {
  const asked = indexedDB.open(name, 1)
  asked.addEventListener('upgradeneeded', () => asked.result.createObjectStore(store))
  return answered(asked)
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('the browser keeps no files')))
  })
}
