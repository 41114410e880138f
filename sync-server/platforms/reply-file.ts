import type { Content } from '../../shared/conversations/content.ts'
import { ownFile } from '../../shared/conversations/content-words.ts'
import type { LinkedFile } from '../media/links.ts'
import { nameWithEnding } from './file-names.ts'
import type { OutgoingFile, Platform } from './port.ts'

export type ReplyFileParts = {
  /** Opens a file of this conversation; `undefined`: it is not here. */
  readonly openFile: (tenant: string, conversation: string, file: string) => Promise<Blob | undefined>
  /** The address of such a file for whoever fetches it; absent, or none: the world does not reach this server. */
  readonly linkTo?: ((of: LinkedFile, forMs: number) => string | undefined) | undefined
}

type Where = { readonly tenant: string; readonly conversation: string }

/** The file that a reply brings along, as its platform takes it. */
export async function fileOf(
  { openFile, linkTo }: ReplyFileParts,
  { tenant, conversation }: Where,
  content: Content,
  { fetchesForMs }: Platform
): Promise<OutgoingFile | 'none' | 'gone'> {
  const item = ownFile(content)
  if (!item) return 'none'
  const { file, media, mime = 'application/octet-stream' } = item
  const body = file === undefined ? undefined : await openFile(tenant, conversation, file)
  if (!body || file === undefined) return 'gone'
  const name = nameWithEnding(item.name, mime)
  const link = fetchesForMs && linkTo?.({ tenant, conversation, file, name }, fetchesForMs)
  return { media, mime, name, body, ...(link && { link }) }
}
