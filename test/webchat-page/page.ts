import { Chat } from '../../web/webchat/chat.ts'
import { openShelf } from '../../web/webchat/shelf.ts'
import type { World } from '../../web/webchat/world.ts'
import { FakeSocket } from './fake-socket.ts'
import { memoryFiles, type memoryStore } from './given.ts'

/** A visitor's browser. `store` outlives its pages; `sockets` are those that they have opened, the newest last. */
type Browser = Pick<World, 'now' | 'newId'> &
  Partial<Pick<World, 'files' | 'put'>> & {
    readonly store: ReturnType<typeof memoryStore>
    readonly sockets: FakeSocket[]
  }

/** Another page in it, which says hello. */
export function pageIn({ store, sockets, ...rest }: Browser): Chat {
  const chat = new Chat({
    shelf: openShelf(() => store, 'chat:'),
    open() {
      const socket = new FakeSocket()
      sockets.push(socket)
      return socket
    },
    chance: () => 0,
    files: memoryFiles(),
    put: () => Promise.reject(new Error('there are no files here')),
    ...rest
  })
  chat.connection.begin()
  return chat
}
