import { registerHooks } from 'node:module'
import { cures, type Cure } from './cures.ts'

/** Imported before everything else in a process and in its threads: the server's sources without the cure `WITHOUT` names. */
const cure = cures[process.env['WITHOUT'] as Cure]

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (!url.endsWith(`sync-server/${cure.file}`)) return loaded
    const source = String(loaded.source)
    if (!source.includes(cure.text)) throw new Error(`${cure.file} no longer says ${cure.text}`)
    return { ...loaded, source: source.replace(cure.text, cure.without) }
  }
})
