import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { plantedFaults } from './planted.ts'

/** Imported before everything else in a process: the sources with the fault that `FAULT` names. */
const planted = plantedFaults[process.env['FAULT'] ?? '']
if (!planted) throw new Error(`there is no fault of the name ${process.env['FAULT']}`)
const { file, text, fault } = planted
const target = new URL(`../../${file}`, import.meta.url)
if (!readFileSync(target, 'utf8').includes(text)) throw new Error(`${file} no longer says ${text}`)

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    return url === target.href ? { ...loaded, source: String(loaded.source).replace(text, () => fault) } : loaded
  }
})
