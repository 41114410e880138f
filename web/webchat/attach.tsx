import { Paperclip } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { webchat } from '../../shared/platforms/webchat.ts'
import type { Chat } from './chat.ts'

const preparing = () => import('../conversations/prepare-file.ts')

/** Sends each as a message of its own. Answers why one of them cannot be; `null`: nothing is wrong. */
export async function sendFiles(chat: Chat, files: readonly File[]): Promise<string | null> {
  let problem: string | null = null
  try {
    const { prepareFile } = await preparing()
    for (const file of files) {
      const prepared = await prepareFile(file, webchat)
      if ('problem' in prepared) problem = prepared.problem
      else await chat.sendFile(prepared.media, prepared.bytes)
    }
  } catch (error) {
    reportError(error)
    return 'It could not be attached. Please try again.'
  }
  return problem
}

export function AttachFile({ chosen }: { chosen(files: readonly File[]): void }) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // It is here before the network is gone: nothing keeps this page's code on the device.
    preparing().catch(() => undefined)
  }, [])
  return (
    <>
      <button type="button" class="chat-attach" aria-label="Attach a file" onClick={() => input.current?.click()}>
        <Paperclip />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Attach a file"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          // The same one may be chosen again.
          currentTarget.value = ''
          chosen(files)
        }}
      />
    </>
  )
}
