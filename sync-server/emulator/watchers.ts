import type { EmulatorNews } from '../../shared/protocol/emulator.ts'

/** Who watches the pretended world, and is told of everything in it. */
export function watchers() {
  const all = new Set<(news: EmulatorNews) => void>()
  return {
    tell(news: EmulatorNews) {
      for (const one of all) one(news)
    },
    watch(watcher: (news: EmulatorNews) => void) {
      all.add(watcher)
      return () => void all.delete(watcher)
    }
  }
}
