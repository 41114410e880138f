import { useEffect, useState } from 'preact/hooks'
import { device } from '../app/device.ts'

/** The address of a file's bytes on this device. `null`: they are not here; `undefined`: not looked yet. */
export function useOwnFile(conversation: string, file: string | undefined): string | null | undefined {
  const [at, setAt] = useState<string | null>()
  useEffect(() => {
    let address: string | null = null
    let here = true
    const look = async () => {
      const body = file === undefined ? null : await (await device().ownFiles()).bytes(conversation, file)
      if (!here) return
      address = body && URL.createObjectURL(body)
      setAt(address)
    }
    look().catch((error: unknown) => {
      if (here) setAt(null)
      reportError(error)
    })
    return () => {
      here = false
      if (address !== null) URL.revokeObjectURL(address)
    }
  }, [conversation, file])
  return at
}
