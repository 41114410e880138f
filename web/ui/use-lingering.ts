import { useEffect, useState } from 'preact/hooks'

/** What is there; and what was there last, until it has been painted that nothing is. */
export function useLingering<T>(here: T | null): T | null {
  const [last, keep] = useState(here)
  useEffect(() => keep(() => here), [here])
  return here ?? last
}
