import * as v from 'valibot'
import { emailAddress, personName, role } from '../identity/events.ts'
import { id } from '../kernel/message.ts'

/**
 * How people come into a workspace, and to a new password: with a link that is good once. For admins, below
 * `/api/people`, all as JSON:
 *
 *   GET  /                     → `invitedList`
 *   POST /invite   `wanted`    → `link`; 409 `already-here`, 429 `too-many-invitations`
 *   POST /renew    `whom`      → `link` to a new password for a colleague; 404 `no-such-agent`
 *   POST /withdraw `whom`      → 404 `no-such-invitation`
 *
 * For whoever has a link, below `/api/invitation`; 410 `no-longer-valid` for both:
 *
 *   POST /look     `held`      → `looked`
 *   POST /accept   `accepted`  → 409 `email-taken`
 *
 * And of oneself, `POST /api/password` with `passwordChange`: 403 `wrong-password`, 429 `too-many-tries`.
 *
 * 400 for what is none of these, 401 for who is not signed in, 403 for who is no admin.
 */

/** In characters: fewer are guessed in an afternoon, and more are an attack on the server's memory. */
export const passwordLength = { least: 10, most: 200 }
export const newPassword = v.pipe(v.string(), v.minLength(passwordLength.least), v.maxLength(passwordLength.most))

export const wanted = v.object({ email: emailAddress, role, inboxes: v.pipe(v.array(id), v.maxLength(500)) })
export type Wanted = v.InferOutput<typeof wanted>

export const whom = v.object({ agent: id })

/** `token` is shown once and kept nowhere; it stands behind the `#` of the link, which no server is told. */
export const link = v.object({ token: v.string(), until: v.number() })
export type Link = v.InferOutput<typeof link>

export const invited = v.object({
  agent: id,
  email: v.string(),
  /** `null`: somebody who works here already, and is to set a new password. */
  role: v.nullable(role),
  /** Epoch milliseconds. */
  until: v.number()
})
export type Invited = v.InferOutput<typeof invited>
export const invitedList = v.object({ invited: v.array(invited) })

export const held = v.object({ token: v.pipe(v.string(), v.maxLength(100)) })

export const looked = v.object({
  workspace: v.string(),
  email: v.string(),
  role: v.nullable(role),
  /** Of whom a new password is wanted. `null`: a newcomer says their name. */
  name: v.nullable(v.string()),
  /** Who made the link. `null`: the operator. */
  by: v.nullable(v.string())
})
export type Looked = v.InferOutput<typeof looked>

export const accepted = v.object({ ...held.entries, name: v.optional(personName), password: newPassword })

export const passwordChange = v.object({
  current: v.pipe(v.string(), v.maxLength(passwordLength.most)),
  next: newPassword
})
