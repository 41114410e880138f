import preact from '@astrojs/preact'
import { defineConfig } from 'astro/config'
import { circleGate } from './web/circle-gate.mjs'
import { pack } from './web/pack.mjs'
import { kits } from './web/parts.mjs'
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

export default defineConfig({
  srcDir: './web',
  publicDir: './public',
  outDir: './dist',
  output: 'static',
  // `inlineStylesheets` and `assetsInlineLimit`: nothing inline, so that the server's content policy can forbid inline code.
  build: { format: 'file', inlineStylesheets: 'never' },
  vite: { build: { assetsInlineLimit: 0, rolldownOptions: { output: { codeSplitting } } } },
  devToolbar: { enabled: false },
  integrations: [preact(), sizeGate(), circleGate(), precache(), pack()]
})
