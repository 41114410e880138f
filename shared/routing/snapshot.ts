import { lay } from './lay.ts'
import { emptyPicture, type Picture } from './picture.ts'

/** A picture as plain JSON. What can be counted is counted again, and who was resolved is recalled when they are heard of. */
export function snapshotOf(picture: Picture) {
  const { now, seq, turns, people, desks, teams, conversations } = picture
  return {
    now,
    seq,
    turns,
    people: [...people.values()].map(({ open: _open, skills, ...person }) => ({ ...person, skills: [...skills] })),
    desks: [...desks.values()].map(({ id, members, policy, hours, ring, paces: { of, ...paces } }) => ({
      id,
      members: [...members],
      policy,
      hours,
      ring,
      paces: { ...paces, of: [...of] }
    })),
    teams: [...teams].map(([id, members]) => ({ id, members: [...members] })),
    conversations: [...conversations.values()]
      .filter(({ status }) => status !== 'resolved')
      .map(({ waiting: _waiting, countedFor: _countedFor, ...held }) => held)
  }
}
export type Snapshot = ReturnType<typeof snapshotOf>

/** Goes on as the one that was kept would have. */
export function pictureOf(snapshot: Snapshot): Picture {
  const { now, seq, turns, people, desks, teams, conversations } = snapshot
  const picture: Picture = { ...emptyPicture(), now, seq, turns }
  for (const { skills, ...person } of people) {
    picture.people.set(person.id, { ...person, skills: new Set(skills), open: 0 })
    for (const skill of skills) picture.skills.set(skill, (picture.skills.get(skill) ?? 0) + 1)
  }
  for (const { members, paces, ...desk } of desks) {
    const counted = { open: new Map(), queue: new Map(), crew: null }
    const whole = { ...desk, ...counted, members: new Set(members), paces: { ...paces, of: new Map(paces.of) } }
    picture.desks.set(desk.id, whole)
  }
  for (const { id, members } of teams) picture.teams.set(id, new Set(members))
  for (const one of conversations) {
    const held = { ...one, waiting: null, countedFor: null }
    picture.conversations.set(held.id, held)
    lay(picture, held, held.queuedSeq, held.queuedAt)
  }
  return picture
}
