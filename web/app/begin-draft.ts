import { uuidv7 } from '../../shared/kernel/uuid.ts'
import { modes } from '../log/document.ts'
import { SharedDraft } from '../sync/shared-draft.ts'
import { keepCompany, type Company } from './company.ts'
import type { Device } from './device.ts'

/** A draft that is written together, and with whom. */
export type Together = { readonly draft: SharedDraft; readonly company: Company }

/** A conversation's draft as this device has kept it, and the room in which it is written on. */
export async function beginDraft(here: Device, conversation: string): Promise<Together> {
  const draft = new SharedDraft(conversation, () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))))
  await here.openDraft(conversation, draft)
  for (const mode of modes) {
    const generation = draft.generation(mode)
    // It may have been sent long ago, from another device: then it is no draft any more.
    const words = generation && (await here.sentUnder(generation))
    if (generation && words !== null) draft.sent(mode, generation, words)
  }
  return { draft, company: keepCompany(conversation, draft) }
}
