import { useEffect, useRef, useState } from 'preact/hooks'
import { agents, connection, inboxes, teams, threads } from '../app/live.ts'
import { now } from '../ui/now.ts'

/** Between two questions, however much is going on. */
const restMs = 1000

/**
 * What only the server knows, as it is now: asked again when anything is drawn here, for people come and go, and when
 * the clock goes on. One question at a time. `null`: nothing is known, or there is no network.
 */
export function useAsked<T>(key: string | null, ask: (key: string) => Promise<T>): T | null {
  const [answer, setAnswer] = useState<{ of: string; is: T } | null>(null)
  const wanted = useRef<string | null>(null)
  const asking = useRef(false)
  const isOnline = connection.value.state === 'up-to-date'
  const heard = [agents, inboxes, teams, threads].map(rows => rows.revision.value).join()
  const look = async () => {
    if (asking.current) return
    asking.current = true
    for (let of = take(wanted); of !== null; of = take(wanted)) {
      const is = await ask(of)
      setAnswer({ of, is })
      await new Promise(resolve => setTimeout(resolve, restMs))
    }
    asking.current = false
  }
  useEffect(() => {
    wanted.current = isOnline ? key : null
    void look()
  }, [key, isOnline, heard, now.value])
  useEffect(
    () => () => {
      wanted.current = null
    },
    []
  )
  return isOnline && answer?.of === key ? answer.is : null
}

function take(wanted: { current: string | null }): string | null {
  const { current } = wanted
  wanted.current = null
  return current
}
