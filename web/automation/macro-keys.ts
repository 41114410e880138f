import { digits, useKey, type Key } from '../keyboard/keys.ts'
import { dismiss, toast } from '../ui/toast.ts'
import { isSaid, macros, type Macro } from './macros.ts'

/** So long the same digit again means the same macro. Milliseconds; the strip that asks stands as long. */
const againWithinMs = 10_000

let asked: { readonly of: string; readonly at: number; readonly strip: number } | null = null

/** The digits do the workspace's macros in the conversation that is open. */
export function useMacroKeys(conversation: string): void {
  useKey(digits, key => {
    const macro = macros().find(one => one.key === key)
    if (macro) press(key, macro, conversation)
    return macro !== undefined
  })
}

/** A key is easily pressed by mistake, and a customer who was written to has it: the same key says that it was meant. */
function press(key: Key, { automation, rule }: Macro, conversation: string): void {
  const of = `${automation} ${conversation}`
  const before = asked
  asked = null
  if (before) dismiss(before.strip)
  const isMeant = before?.of === of && Date.now() - before.at < againWithinMs
  const run = () => void doMacro(rule, conversation)
  if (isMeant || !isSaid(rule.then)) return run()
  const strip = toast(`“${rule.name}” writes to the customer. ${key} again does it.`, { name: 'Do it', run })
  asked = { of, at: Date.now(), strip }
}

/** Its code comes when it is first asked for; the device keeps it for a tunnel. */
export async function doMacro(rule: Macro['rule'], conversation: string): Promise<void> {
  const { runMacro } = await import('./run-macro.ts')
  await runMacro(rule, conversation)
}
