import { registerHooks } from 'node:module'

/** Given to the server with `--import`: whoever asks for the actors gets those that die as told. */
const real = new URL('../../sync-server/actors/actors.ts', import.meta.url).href
const dying = new URL('dying-actors.ts', import.meta.url).href

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context)
    return found.url === real && context.parentURL !== dying ? { ...found, url: dying } : found
  }
})
