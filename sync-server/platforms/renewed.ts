/** What became of asking for an access token that holds longer. */
export type Renewed =
  | { readonly result: 'renewed'; readonly accessToken: string; readonly forMs: number }
  /** A token of this kind does not end. */
  | { readonly result: 'needless' }
  /** The platform said no. In its own words, if it had any. */
  | { readonly result: 'refused'; readonly words: string }
  /** It was not reached, or did not say. */
  | { readonly result: 'unasked' }
