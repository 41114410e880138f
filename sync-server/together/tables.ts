/** What is being written together, as one Yjs state a conversation. Not facts: sent words are in the log. */
export const togetherTables = `
  create table shared_draft (
    tenant text not null,
    conversation text not null,
    state bytea not null,
    changed_at bigint not null,
    primary key (tenant, conversation)
  );
`
