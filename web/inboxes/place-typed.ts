import type { HeadingPlace } from '../../shared/conversations/content.ts'

/** A place as somebody types it: `at` is what maps give, `52.51628, 13.37770`. */
export type PlaceTyped = { readonly name: string; readonly address: string; readonly at: string }

export const noPlace: PlaceTyped = { name: '', address: '', at: '' }

/** `null`: not all of it is there, or it is nowhere on earth. */
export function placeIn({ name, address, at }: PlaceTyped): HeadingPlace | null {
  const point = pointIn(at)
  if (name.trim() === '' || address.trim() === '' || point === null) return null
  return { ...point, name: name.trim(), address: address.trim() }
}

/** Degrees with a point, latitude first. Brackets, and a sign in front of a map's link, are let through. */
export function pointIn(at: string): Pick<HeadingPlace, 'latitude' | 'longitude'> | null {
  const [, first, second] =
    /^\W*?(-?\d{1,2}(?:\.\d{1,20})?)°?[\s,;]+(-?\d{1,3}(?:\.\d{1,20})?)°?\W*$/.exec(at.trim()) ?? []
  if (first === undefined || second === undefined) return null
  const [latitude, longitude] = [Number(first), Number(second)]
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null
}
