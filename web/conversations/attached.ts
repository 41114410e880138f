import { signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { Media } from '../../shared/conversations/content.ts'
import { device } from '../app/device.ts'

const changes = signal(0)

/**
 * What stands in this conversation's composer beside the words. It is on the disk, and outlives a reload.
 * `null`: the disk has not answered yet.
 */
export function useAttached(conversation: string): readonly Media[] | null {
  const [shown, setShown] = useState<readonly Media[] | null>(null)
  const change = changes.value
  useEffect(() => {
    let here = true
    const look = async () => (await device().ownFiles()).attached(conversation)
    look().then(found => here && setShown(found), reportError)
    return () => {
      here = false
    }
  }, [conversation, change])
  return shown
}

export async function attach(conversation: string, media: Media, bytes: ArrayBuffer): Promise<void> {
  await (await device().ownFiles()).attach(conversation, media, bytes)
  changes.value++
}

export async function detach(conversation: string, file: string): Promise<void> {
  await (await device().ownFiles()).detach(conversation, file)
  changes.value++
}

/** `false`: its bytes are not on this device any more. */
export async function attachAgain(conversation: string, file: string): Promise<boolean> {
  const isHere = await (await device().ownFiles()).attachAgain(conversation, file)
  changes.value++
  return isHere
}

/** What is attached at this very moment: another tab may have sent it. */
export async function attachedNow(conversation: string): Promise<readonly Media[]> {
  return (await device().ownFiles()).attached(conversation)
}

/** Some of it was sent. */
export function lookAgain(): void {
  changes.value++
}
