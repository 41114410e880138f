import { built } from './built.mjs'
import { installed } from './installed.mjs'

installed()
process.exitCode = await built({ always: true })
