/**
 * Secrets and what could not be read are kept outside the log: neither is a fact, and a secret is never exported.
 * `unfinished_send` and `visitor` are read by one mechanism each; both say why beside their code.
 */
export const platformTables = `
  create table if not exists inbox_secret (
    inbox text primary key,
    tenant text not null,
    platform text not null,
    account text not null,
    app_secret text not null,
    verify_token text not null,
    access_token text not null,
    base_url text
  );
  create table if not exists dead_letter (
    tenant text not null,
    inbox text not null,
    digest text not null,
    at bigint not null,
    why text not null,
    raw text not null,
    primary key (tenant, inbox, digest)
  );
  create table if not exists unfinished_send (
    tenant text not null,
    message text not null,
    conversation text not null,
    seq bigint not null,
    since bigint not null,
    primary key (tenant, message)
  );
  create table if not exists visitor (
    inbox text not null,
    token_hash text not null,
    tenant text not null,
    visitor text not null,
    name text,
    primary key (inbox, token_hash)
  );
`

/** While a platform learns a new app secret it still signs with the old one. */
export const formerSecrets = `
  alter table inbox_secret add column former_secret text;
  alter table inbox_secret add column former_until bigint;
`

/**
 * A letter is sealed, reason and all, and `mentions` has the marks of what it may name somebody by.
 * A visitor's name is sealed with their own token, which is not here.
 */
export const sealedLetters = `
  alter table dead_letter add column mentions jsonb not null default '[]';
  alter table visitor add column contact text;
  update visitor set contact = (
    select contact from contact_handle
    where contact_handle.tenant = visitor.tenant and platform = 'webchat' and kind = 'visitor' and value = visitor.visitor
  );
  create index visitor_of on visitor (tenant, contact);
`

/** How far a mailbox was read: everything before it is in the log. */
export const pulledPlaces = `
  create table pulled_place (
    inbox text primary key,
    tenant text not null,
    place text not null
  );
`

/** WhatsApp's templates belong to the business account of a number, which has an id of its own. */
export const businessAccounts = `
  alter table inbox_secret add column business text;
`

/** What was connected before is the operator's: nobody else could. */
export const mailboxesOfAdmins = `
  alter table inbox_secret add column public_only boolean not null default false;
`

/** Mailboxes that somebody has signed in to. The refresh token changes, the moment does not. */
export const signInsOfMailboxes = `
  alter table inbox_secret add column sign_in_provider text;
  alter table inbox_secret add column refresh_token text;
  alter table inbox_secret add column signed_in_at bigint;
`

/** Access tokens that end. `token_since`: when it came here; `token_ends_at`: null until the platform has said so. */
export const tokensThatEnd = `
  alter table inbox_secret add column token_since bigint;
  alter table inbox_secret add column token_ends_at bigint;
`
