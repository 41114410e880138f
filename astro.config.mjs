import preact from '@astrojs/preact'
import { defineConfig } from 'astro/config'
import { circleGate } from './web/circle-gate.mjs'
import { pack } from './web/pack.mjs'
import { kits } from './web/parts.mjs'
import { preload } from './web/preload.mjs'
import { precache } from './web/precache.mjs'
import { sizeGate } from './web/size-gate.mjs'

/**
 * What the inbox loads at once travels together: it compresses better than in many small packages.
 * Not so what starts it: that waits for the session, which fetches packages that need this one.
 */
const codeSplitting = {
  groups: [
    ...kits(/[\\/](?:node_modules|web[\\/]ui|shared)[\\/]/),
    {
      name: 'inbox',
      tags: ['$initial'],
      test: /[\\/]web[\\/](?:app|conversations|keyboard|log|outbox|sync|workflow)[\\/](?!start\.tsx)/
    }
  ]
}

/**
 * The first screen does not carry the names of all that later parts are made of, which was 1.6 KB of it: a part says
 * itself what it needs. From the service worker that costs nothing, from the network a round trip when it is first shown.
 * But for its styles: those are waited for, so that nothing is seen without them.
 */
const unforeseen = {
  name: 'unforeseen',
  configEnvironment: () => ({
    build: {
      modulePreload: {
        polyfill: false,
        resolveDependencies: (_, needed) => needed.filter(file => file.endsWith('.css'))
      }
    }
  })
}

export default defineConfig({
  srcDir: './web',
  publicDir: './public',
  outDir: './dist',
  output: 'static',
  // `inlineStylesheets` and `assetsInlineLimit`: nothing inline, so that the server's content policy can forbid inline code.
  build: { format: 'file', inlineStylesheets: 'never' },
  vite: {
    plugins: [unforeseen],
    build: {
      assetsInlineLimit: 0,
      rolldownOptions: { output: { codeSplitting } }
    }
  },
  devToolbar: { enabled: false },
  integrations: [preact(), preload(), sizeGate(), circleGate(), precache(), pack()]
})
