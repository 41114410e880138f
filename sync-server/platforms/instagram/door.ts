/** Behind `graph.facebook.com` the token is that of the page which the account belongs to. */
export function isPages(baseUrl: string): boolean {
  return new URL(baseUrl).hostname === 'graph.facebook.com'
}
