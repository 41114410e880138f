import { OrderButton } from './order-button.tsx'
import { SlaMark } from './sla-mark.tsx'
import { urgentFirst } from './urgent-first.ts'

/** One package for the clocks: a workspace that sets no targets never loads it. */
export const slaParts = { OrderButton, SlaMark, urgentFirst }
