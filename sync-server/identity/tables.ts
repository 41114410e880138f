/**
 * Passwords and sign-ins are kept outside the log: they are secrets, not facts.
 * A sign-in's token is stored as its SHA-256 only, so that whoever reads the database cannot use it.
 */
export const identityTables = `
  create table credential (
    email text primary key,
    tenant text not null,
    agent text not null,
    hash text not null,
    unique (tenant, agent)
  );
  create table sign_in (
    token_hash text primary key,
    tenant text not null,
    agent text not null,
    expires_at bigint not null
  );
  create index sign_in_of_agent on sign_in (tenant, agent);
  create index sign_in_by_expiry on sign_in (expires_at);
`

/**
 * Links with which somebody sets a password: of a newcomer, or anew of a colleague. As with sign-ins only the hash of
 * its token is kept. `role`: null for a colleague. `made_by`: null for the operator.
 */
export const invitationTable = `
  create table invitation (
    token_hash text primary key,
    tenant text not null,
    agent text not null,
    email text not null,
    role text,
    inboxes text not null,
    made_by text,
    expires_at bigint not null,
    unique (tenant, agent)
  );
  create index invitation_by_expiry on invitation (expires_at);
`
