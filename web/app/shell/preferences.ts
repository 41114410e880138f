import { effect, signal } from '@preact/signals'

/** How this device shows things. It belongs to the device, not to the person: a phone and a desk differ. */
export const preferences = {
  theme: kept('theme', ['auto', 'light', 'dark']),
  text: kept('text', ['normal', 'large', 'larger']),
  list: kept('list', ['roomy', 'compact']),
  order: kept('order', ['usual', 'urgent']),
  singleKeys: kept('single-keys', ['on', 'off']),
  panel: kept('panel', ['open', 'folded'])
}

/** The first of `choices` is where everybody starts. */
function kept<const T extends string>(name: string, choices: readonly [T, ...T[]]) {
  const key = `daybook-${name}`
  const stored = localStorage.getItem(key)
  const value = signal<T>(choices.find(choice => choice === stored) ?? choices[0])
  return {
    choices,
    value,
    choose(choice: T): void {
      value.value = choice
      localStorage.setItem(key, choice)
    }
  }
}

/** Also done by `public/first-paint.js` before anything is drawn, so that a dark room stays dark. */
export function wearPreferences(): void {
  effect(() => {
    const page = document.documentElement.dataset
    page.theme = preferences.theme.value.value
    page.text = preferences.text.value.value
    page.list = preferences.list.value.value
    dispatchEvent(new Event('resize'))
  })
}
