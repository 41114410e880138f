// Before the first paint: the chosen scheme and sizes. `web/app/shell/preferences.ts` takes over from here.
for (const name of ['theme', 'text', 'list']) {
  const chosen = localStorage.getItem(`daybook-${name}`)
  if (chosen) document.documentElement.dataset[name] = chosen
}

// A browser takes a while to get its databases ready: it begins while the rest is loaded.
window.indexedDB?.databases?.().catch(() => {})
