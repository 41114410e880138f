/** Why not. `reason` is an adjective a person can read; the rest is what the sentence on the screen needs. */
export type Refusal = { readonly reason: string }

export type Decision<F, R> =
  | { readonly accepted: true; readonly facts: readonly F[] }
  | { readonly accepted: false; readonly refusal: R }

/** No facts is an answer too: what was asked is already so. */
export function accept<F>(...facts: F[]): { accepted: true; facts: F[] } {
  return { accepted: true, facts }
}

export function refuse<R extends Refusal>(refusal: R): { accepted: false; refusal: R } {
  return { accepted: false, refusal }
}
