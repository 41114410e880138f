/*
 * Daybook's chat on any page: <script src="https://desk.example/widget.js" data-inbox="…" async></script>
 * data-position="start" puts the button on the other side, data-label names it. Nothing of the page is touched:
 * one element is added, its insides are in a shadow root, and the chat itself lives in a frame of its own.
 */
;(() => {
  const script = document.currentScript
  const inbox = script?.dataset.inbox
  if (!inbox) throw new TypeError('widget.js: data-inbox is missing')
  const home = new URL(script.src).origin
  const label = script.dataset.label || 'Chat with us'
  const side = script.dataset.position === 'start' ? 'start' : 'end'
  const prefix = `daybook-chat:${inbox}:`

  const style = `
    :host { all: initial; color-scheme: light dark }
    * { box-sizing: border-box }
    button, .frame {
      position: fixed; z-index: 2147483000;
      inset-block-end: calc(20px + env(safe-area-inset-bottom)); inset-inline-${side}: 20px
    }
    button {
      inline-size: 56px; block-size: 56px; padding: 0; border: 0; border-radius: 50%; cursor: pointer;
      background: light-dark(oklch(.44 .13 262), oklch(.57 .14 262)); color: oklch(.99 .004 262);
      box-shadow: 0 1px 2px oklch(.2 .03 75 / .2), 0 8px 24px oklch(.2 .03 75 / .24); transition: transform .12s ease-out
    }
    button:hover { transform: scale(1.04) }
    button:focus-visible { outline: 3px solid light-dark(oklch(.43 .13 262), oklch(.79 .095 260)); outline-offset: 3px }
    svg { display: block; margin: auto; inline-size: 26px; block-size: 26px; fill: none; stroke: currentcolor;
      stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round }
    .badge {
      position: absolute; inset-block-start: -4px; inset-inline-end: -4px; min-inline-size: 22px; padding: 0 6px;
      border-radius: 11px; background: oklch(.53 .2 27); color: #fff; font: 600 13px/22px system-ui, sans-serif
    }
    .frame {
      inset-block-end: calc(88px + env(safe-area-inset-bottom)); inline-size: min(400px, 100vw - 40px);
      block-size: min(640px, 100dvh - 112px); border-radius: 14px; overflow: hidden;
      background: light-dark(oklch(.986 .005 85), oklch(.205 .006 70));
      box-shadow: 0 1px 3px oklch(.2 .03 75 / .25), 0 16px 48px oklch(.2 .03 75 / .28);
      animation: rise .16s ease-out
    }
    iframe { display: block; inline-size: 100%; block-size: 100%; border: 0 }
    [hidden] { display: none }
    @keyframes rise { from { opacity: 0; transform: translateY(8px) } }
    @media (width < 480px), (height < 480px) {
      .frame { inset: 0; inline-size: 100%; block-size: 100dvh; border-radius: 0 }
      .open { visibility: hidden }
    }
    @media (prefers-reduced-motion: reduce) { *, button:hover { animation: none; transition: none; transform: none } }
  `

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties)
    element.append(...children)
    return element
  }
  const shape = d => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
    svg.setAttribute('viewBox', '0 0 24 24')
    svg.setAttribute('aria-hidden', 'true')
    path.setAttribute('d', d)
    svg.append(path)
    return svg
  }

  const badge = make('span', { className: 'badge', hidden: true })
  const button = make(
    'button',
    { type: 'button' },
    shape('M21 12a8.5 8.5 0 0 1-12.4 7.6L4 21l1.4-4.4A8.5 8.5 0 1 1 21 12Z'),
    badge
  )
  const frame = make('div', { className: 'frame', hidden: true })
  const host = document.createElement('daybook-chat')
  const shadow = host.attachShadow({ mode: 'open' })
  // A sheet made by script passes a page's content policy, which may forbid style elements.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  shadow.adoptedStyleSheets = [sheet]
  shadow.append(button, frame)

  const isOpen = () => !frame.hidden
  let chat = null
  let isReady = false
  let isKeeping = false
  // Before the chat has loaded, the frame still is a page of the host's own origin.
  const tellOpened = () => isReady && isOpen() && tell({ daybook: 'opened' })

  const name = count => {
    const words = count > 0 ? `${label}, ${count} unread` : label
    button.setAttribute('aria-label', isOpen() ? 'Close the chat' : words)
    button.setAttribute('aria-expanded', String(isOpen()))
    badge.hidden = count === 0
    badge.textContent = count > 9 ? '9+' : String(count)
  }
  const load = () => {
    if (chat) return
    const address = `${home}/chat/${encodeURIComponent(inbox)}?embedded=${encodeURIComponent(location.origin)}`
    chat = make('iframe', { src: address, title: label })
    frame.append(chat)
  }
  const show = open => {
    frame.hidden = !open
    button.className = open ? 'open' : ''
    name(0)
    if (!open) return button.focus()
    load()
    chat.focus()
    tellOpened()
  }

  // Some browsers let a frame keep nothing. Then this page keeps for the chat what it must find again: `recall`, `keep`.
  const stored = work => {
    try {
      return work(localStorage)
    } catch {
      return null
    }
  }
  const entries = store =>
    Object.fromEntries(
      Object.keys(store)
        .filter(key => key.startsWith(prefix))
        .map(key => [key.slice(prefix.length), store.getItem(key)])
    )
  const keep = (key, value) =>
    stored(store => (value === null ? store.removeItem(prefix + key) : store.setItem(prefix + key, value)))
  const tell = message => chat.contentWindow.postMessage(message, home)

  button.addEventListener('click', () => show(!isOpen()))
  document.addEventListener('keydown', event => event.key === 'Escape' && isOpen() && show(false))
  window.addEventListener('message', ({ source, origin, data }) => {
    if (origin !== home || !chat || source !== chat.contentWindow) return
    switch (data?.daybook) {
      case 'recall':
        isKeeping = true
        return tell({ daybook: 'kept', entries: stored(entries) })
      case 'keep':
        return keep(String(data.key), data.value === null ? null : String(data.value))
      case 'ready':
        isReady = true
        return tellOpened()
      case 'unread':
        return name(isOpen() ? 0 : Number(data.count) || 0)
      case 'known':
        return keep('known', '1')
      case 'close':
        return show(false)
    }
  })

  // Another page of this site keeps for the same visitor.
  window.addEventListener('storage', ({ key, newValue }) => {
    if (isKeeping && key?.startsWith(prefix))
      tell({ daybook: 'changed', key: key.slice(prefix.length), value: newValue })
  })

  const begin = () => {
    name(0)
    document.body.append(host)
    // Only who has written from here before can have an answer waiting; for anybody else nothing is loaded unasked.
    if (stored(store => store.getItem(prefix + 'known'))) load()
  }
  if (document.body) begin()
  else document.addEventListener('DOMContentLoaded', begin)
})()
