import type { GenericSchema } from 'valibot'

/** Something that has to be known before Daybook can speak for an account. */
export type AccountField = {
  readonly name: string
  readonly label: string
  /** Where whoever runs the account finds it. */
  readonly found: string
  /** Where the command line finds it: in its environment, so that it stands in no list of processes. `null`: `--account`. */
  readonly variable: string | null
  readonly form: GenericSchema<string, string>
  /** What is said of anything else, after its name. */
  readonly must: string
  /** It may be left empty. */
  readonly optional?: true
  /** It is covered while it is typed: it may be a word that its owner uses elsewhere, too. */
  readonly hidden?: true
  /** A word between the platform and us alone: made up when the account is connected by hand. */
  readonly agreed?: true
}

/** How the server keeps an account, whatever its platform. */
export type Account = {
  readonly account: string
  /** Absent: nobody has said so, or it is as it was. */
  readonly business?: string | undefined
  readonly appSecret: string
  readonly verifyToken: string
  readonly accessToken: string
}

/** What is asked for, and what it comes to. */
export type AccountForm = {
  readonly fields: readonly AccountField[]
  /** @param given of every field something of its form */
  accountIn(given: Readonly<Record<string, string>>): Account
}
