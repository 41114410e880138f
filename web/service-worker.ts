/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: { url: string; revision: string | null }[] }

/** These are the server's own: a customer's page, the emulator, and whatever must never come from a cache. */
const notOurs = [
  /^\/(?:api|sync|hooks|emulator|healthz)(?:\/|$)/,
  /^\/(?:chat|phone|embed-demo\.html)(?:\/|$)/,
  /^\/widget\.js$/
]

cleanupOutdatedCaches()
precacheAndRoute(self.__WB_MANIFEST)

// Every screen is the same shell, which finds its own way: so a link opens with no network at all.
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: notOurs }))

// Never by itself: the agent says when, and every tab saves its drafts first.
self.addEventListener('message', event => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})
