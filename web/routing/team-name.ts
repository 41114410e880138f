import { teams } from '../app/live.ts'

/** For sentences made outside of a drawing: reads once. Who was disbanded keeps their name. */
export function teamNamed(team: string): string {
  return teams.all.get(team)?.name ?? 'that was disbanded'
}
