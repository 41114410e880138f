/** When each inbox was last called by its platform. No fact: it says how the wire is, not what was said. */
export const heardTable = `
  create table inbox_heard (
    inbox text primary key,
    tenant text not null,
    proved_at bigint,
    heard_at bigint
  );
`
