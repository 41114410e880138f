import { preferences } from '../app/shell/preferences.ts'
import { overlay } from '../app/shell/shell-keys.ts'
import { Dialog } from '../ui/dialog.tsx'

const mod = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl'

const sections: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Move',
    keys: [
      ['J', 'Next conversation'],
      ['K', 'Previous conversation'],
      ['O', 'Open it'],
      ['U', 'Back to the list'],
      ['/', 'Search'],
      [`${mod} K`, 'Go anywhere, do anything']
    ]
  },
  {
    title: 'Answer',
    keys: [
      ['R', 'Reply'],
      ['N', 'Note for the team'],
      ['/', 'A saved reply, in an empty reply'],
      ['Q', 'Reply to what the customer wrote last, naming it'],
      ['+', 'React to what the customer wrote last'],
      ['Enter', 'Send'],
      ['Shift Enter', 'New line'],
      ['Esc', 'Out of the field; what is in it stays']
    ]
  },
  {
    title: 'Deal with it',
    keys: [
      ['E', 'Resolve, or reopen'],
      ['A', 'Assign or claim'],
      ['S', 'Snooze'],
      ['1 … 9', 'A macro: its digit stands in the menu More'],
      [`${mod} Z`, 'Undo the last thing'],
      [`${mod} Shift Z`, 'Do what was refused after all'],
      ['?', 'This help']
    ]
  },
  {
    title: 'On a board',
    keys: [
      ['← →', 'Walk among the cards'],
      ['Shift ← →', 'Take the card along'],
      ['M', 'Move to…'],
      ['I', 'Details of the card'],
      ['X', 'Pick, to move several'],
      ['C', 'New card'],
      ['Enter', 'Open its conversation'],
      ['U', 'Back to the board']
    ]
  }
]

export function KeyHelp() {
  const close = () => {
    if (overlay.peek() === 'keys') overlay.value = 'none'
  }
  const { singleKeys } = preferences
  return (
    <Dialog title="Keys" class="key-help" close={close}>
      <div class="body">
        {sections.map(section => (
          <section key={section.title}>
            <h3>{section.title}</h3>
            <dl>
              {section.keys.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    {key.split(' ').map(part => (
                      <kbd key={part} class="kbd">
                        {part}
                      </kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <label class="switch">
          <input
            type="checkbox"
            checked={singleKeys.value.value === 'on'}
            onChange={event => singleKeys.choose(event.currentTarget.checked ? 'on' : 'off')}
          />
          Single-key shortcuts. Turn them off if you dictate or press keys by accident.
        </label>
      </div>
    </Dialog>
  )
}
