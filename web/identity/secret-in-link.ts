/** What stands behind the `#`, which no server is told. Mail programs and people take the full stop after a link for a part of it. */
export function secretInLink(): string {
  return /^#[\w-]*/.exec(location.hash)?.[0].slice(1) ?? ''
}
