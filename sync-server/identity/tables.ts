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
