import { thumbs } from '../ui/media.ts'
import { MenuItem } from '../ui/menu.tsx'
import { doMacro } from './macro-keys.ts'
import { macros } from './macros.ts'

/** The workspace's macros as lines of a conversation's menu, where a finger finds them too. */
export function MacroItems({ conversation }: { conversation: string }) {
  const all = macros()
  if (all.length === 0) return null
  return (
    <>
      <hr />
      <p class="heading">Macros</p>
      {all.map(({ automation, rule, key }) => (
        <MenuItem key={automation} aside={thumbs.value ? undefined : key} act={() => void doMacro(rule, conversation)}>
          <bdi>{rule.name}</bdi>
        </MenuItem>
      ))}
    </>
  )
}
