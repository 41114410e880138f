import preact from '@astrojs/preact'
import { defineConfig } from 'astro/config'
import { precache } from './web/precache.mjs'
import { sizeGate } from './web/size-gate.mjs'

export default defineConfig({
  srcDir: './web',
  publicDir: './public',
  outDir: './dist',
  output: 'static',
  // `inlineStylesheets` and `assetsInlineLimit`: nothing inline, so that the server's content policy can forbid inline code.
  build: { format: 'file', inlineStylesheets: 'never' },
  vite: { build: { assetsInlineLimit: 0 } },
  devToolbar: { enabled: false },
  integrations: [preact(), sizeGate(), precache()]
})
