import { exported } from './operator.ts'

/** The conversation of the customer who calls themselves so. */
export async function conversationOf(dataDir: string, name: string): Promise<string> {
  const events = await exported(dataDir)
  const met = events.find(({ fact }) => fact.type === 'contact.met' && 'name' in fact && fact.name === name)
  const opened = events.find(
    ({ fact }) =>
      fact.type === 'conversation.opened' && 'contact' in fact && `contact/${String(fact.contact)}` === met?.stream
  )
  if (!opened) throw new Error(`no conversation of ${name}`)
  return opened.stream.slice('conversation/'.length)
}
