import preact from '@astrojs/preact'
import { defineConfig } from 'astro/config'
import { circleGate } from './web/circle-gate.mjs'
import { pack } from './web/pack.mjs'
import { precache } from './web/precache.mjs'
import { sizeGate } from './web/size-gate.mjs'

/**
 * What the inbox loads at once travels together: it compresses better than in many small packages.
 * Not so what starts it: that waits for the session, which fetches packages that need this one.
 */
const codeSplitting = {
  groups: [
    {
      // It rests on nothing. Merged with others, it can end up in a circle of packages: then a table is read before it is there.
      name: 'strategies',
      tags: ['$initial'],
      test: /[\\/]shared[\\/]platforms[\\/]/,
      priority: 2
    },
    {
      name: 'kit',
      tags: ['$initial'],
      test: /[\\/](?:node_modules|web[\\/]ui|shared)[\\/]/,
      entriesAware: true,
      // Bytes before gzip. Below it, what only some screens need rides along: a package of its own would cost more.
      entriesAwareMergeThreshold: 8000,
      priority: 1
    },
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
