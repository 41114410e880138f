/**
 * The files of messages: those still to be fetched, and those that are here: `told` when the log says so. A row goes when a file
 * cannot be had, and with its conversation. `seq` is where the log names the file at its platform.
 */
export const mediaTables = `
  create table media_file (
    tenant text not null,
    conversation text not null,
    message text not null,
    edit text not null,
    item int not null,
    seq bigint not null,
    since bigint not null,
    file text,
    mime text,
    bytes bigint,
    told boolean not null default false,
    primary key (tenant, conversation, message, edit, item)
  );
  create index media_to_fetch on media_file (tenant, seq) where not told;
  create index media_by_file on media_file (tenant, file) where file is not null;
`
