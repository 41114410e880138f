/**
 * `automation_run`: what automations looked at, kept before anything is done, so that a crash goes on with what was
 * decided. `automation_due`: for whom one that goes by time has to look at the clock.
 */
export const automationTables = `
  create table automation_run (
    tenant text not null,
    automation text not null,
    cause text not null,
    at bigint not null,
    conversation text,
    version integer not null,
    came text not null,
    fired boolean not null,
    ended boolean not null,
    primary key (tenant, automation, cause)
  );
  create index automation_run_by_time on automation_run (tenant, automation, at desc);
  create index automation_run_of_conversation on automation_run (tenant, conversation, automation, at) where fired;
  create table automation_due (
    tenant text not null,
    automation text not null,
    conversation text not null,
    at bigint not null,
    since bigint not null,
    primary key (tenant, automation, conversation)
  );
  create index automation_due_by_time on automation_due (at);
`

/** `automation_call`: addresses to be called, kept until it is done. `automation_key`: what the calls are signed with. */
export const automationCalls = `
  create table automation_call (
    tenant text not null,
    id text not null,
    automation text not null,
    cause text not null,
    step integer not null,
    url text not null,
    conversation text,
    at bigint not null,
    tries integer not null default 0,
    due_at bigint not null,
    state text not null default 'waiting',
    words text not null default '',
    primary key (tenant, id)
  );
  create index automation_call_due on automation_call (due_at) where state = 'waiting';
  create index automation_call_of on automation_call (tenant, automation);
  create table automation_key (
    tenant text primary key,
    key text not null,
    former text,
    former_until bigint not null default 0
  );
`

/** So that the next calls of each automation are found, however many wait for another. */
export const waitingCalls = `
  create index automation_call_waiting on automation_call (tenant, automation, due_at, id) where state = 'waiting';
`

/** So that what a run was about can be named where it was no conversation. */
export const cardOfRun = `
  alter table automation_run add column card text;
`
