import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { place } from './place.ts'

type Props = {
  /** Names the menu for those who listen. */
  label: string
  /** What the button shows. */
  face: ComponentChildren
  look?: string
  shortcut?: string | undefined
  /** A stable handle for key bindings to press. */
  hook?: string
  disabled?: boolean
  children: ComponentChildren
  /** A small form under the menu: what cannot be chosen from a list. */
  renderFoot?: (close: () => void) => ComponentChildren
}

/** A button with a menu in the top layer. Arrows walk through it, letters find, Escape closes and gives the focus back. */
export function Menu({ label, face, look = 'button quiet', shortcut, hook, disabled, children, renderFoot }: Props) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const close = () => menu.current?.hidePopover()

  const toggled = () => {
    const opens = menu.current?.matches(':popover-open') ?? false
    setOpen(opens)
    if (!opens || !menu.current || !button.current) return
    // Its items are drawn first, so that it knows its size.
    requestAnimationFrame(() => {
      if (!menu.current || !button.current) return
      place(menu.current, button.current)
      items(menu.current)[0]?.focus()
    })
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        class={look}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        aria-keyshortcuts={shortcut}
        title={shortcut ? `${label} (${shortcut})` : label}
        data-hook={hook}
        disabled={disabled}
        popovertarget={id}
      >
        {face}
      </button>
      <div ref={menu} id={id} class="menu" popover="auto" onToggle={toggled}>
        {open && (
          <div
            role="menu"
            aria-label={label}
            tabIndex={-1}
            onKeyDown={event => walk(event, menu.current, renderFoot !== undefined)}
          >
            {children}
          </div>
        )}
        {open && renderFoot?.(close)}
      </div>
    </>
  )
}

type AtProps = { label: string; anchor: HTMLElement; close(): void; children: ComponentChildren }

/** The same menu for one of very many: it is opened by being drawn, and hangs on whatever asked for it. */
export function MenuAt({ label, anchor, close, children }: AtProps) {
  const menu = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (!menu.current) return
    menu.current.showPopover()
    place(menu.current, anchor)
    items(menu.current)[0]?.focus()
  }, [])
  return (
    <div ref={menu} class="menu" popover="auto" onToggle={() => !menu.current?.matches(':popover-open') && close()}>
      <div role="menu" aria-label={label} tabIndex={-1} onKeyDown={event => walk(event, menu.current, false)}>
        {children}
      </div>
    </div>
  )
}

function items(menu: HTMLElement | null): HTMLElement[] {
  return menu ? [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]:not(:disabled)')] : []
}

function walk(event: KeyboardEvent, menu: HTMLElement | null, hasFoot: boolean): void {
  const all = items(menu)
  const at = all.indexOf(document.activeElement as HTMLElement)
  const to = next(alongTheLine(event.key, menu), at, all)
  // Tab leaves a menu, and goes into the form under it where there is one.
  if (event.key === 'Tab' && !hasFoot) menu?.hidePopover()
  if (to === undefined) return
  event.preventDefault()
  event.stopPropagation()
  all.at(to % all.length)?.focus()
}

/** Where items stand beside each other, the arrows to the sides go along the line that is read. */
function alongTheLine(key: string, menu: HTMLElement | null): string {
  if (key !== 'ArrowRight' && key !== 'ArrowLeft') return key
  const isLeftToRight = !menu || getComputedStyle(menu).direction === 'ltr'
  return (key === 'ArrowRight') === isLeftToRight ? 'ArrowDown' : 'ArrowUp'
}

function next(key: string, at: number, all: readonly HTMLElement[]): number | undefined {
  if (key === 'ArrowDown') return at + 1
  if (key === 'ArrowUp') return at < 0 ? -1 : at - 1
  if (key === 'Home') return 0
  if (key === 'End') return -1
  if (key.length !== 1 || key === ' ') return undefined
  const starts = (item: HTMLElement) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase())
  const found = [...all.slice(at + 1), ...all.slice(0, at + 1)].find(starts)
  return found && all.indexOf(found)
}

type ItemProps = {
  icon?: ComponentChildren
  aside?: ComponentChildren
  checked?: boolean
  many?: boolean
  disabled?: boolean
  danger?: boolean
  act(): void
  children: ComponentChildren
}

/** One line of a menu. With `checked` it is one choice of several; with `many` as well, each can be chosen. */
export function MenuItem({ icon, aside, checked, many = false, disabled, danger = false, act, children }: ItemProps) {
  const role = checked === undefined ? 'menuitem' : many ? 'menuitemcheckbox' : 'menuitemradio'
  return (
    <button
      type="button"
      class={danger ? 'item danger' : 'item'}
      role={role}
      aria-checked={checked}
      tabIndex={-1}
      disabled={disabled}
      onClick={event => {
        if (!many) event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
        act()
      }}
    >
      {icon}
      <span class="words">{children}</span>
      {aside && <span class="aside">{aside}</span>}
    </button>
  )
}
