import type { Fact } from './message.ts'

/**
 * Which words of each fact are about a person, and what is read in their place once that person was erased.
 * Every fact of a context is in its table: one that is forgotten does not compile.
 */
export type Personal<F extends Fact> = { readonly [T in F['type']]: Erased<Extract<F, { type: T }>> }

type Erased<F extends Fact> = Partial<Omit<F, keyof Fact>>
