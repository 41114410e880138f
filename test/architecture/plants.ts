export type Plant = Readonly<Record<string, string>>

const thing = 'export const thing = 1\n'
const imports = (path: string) => `import { thing } from '${path}'\nexport const use = thing\n`

/** A small house in which exactly one thing is wrong, for every wall in .dependency-cruiser.cjs. */
export const plants: Readonly<Record<string, readonly Plant[]>> = {
  'shared-knows-no-side': [
    { 'shared/kernel/a.ts': imports('../../web/app/b.ts'), 'web/app/b.ts': thing },
    { 'shared/inboxes/a.ts': imports('../../sync-server/db/sql.ts'), 'sync-server/db/sql.ts': thing }
  ],
  'shared-uses-only-valibot': [{ 'shared/kernel/a.ts': imports('hono') }],
  'shared-uses-no-node': [
    { 'shared/kernel/a.ts': "import { createHash } from 'node:crypto'\nexport const use = createHash\n" }
  ],
  'web-knows-no-server': [{ 'web/app/a.ts': imports('../../sync-server/app.ts'), 'sync-server/app.ts': thing }],
  'server-knows-no-web': [{ 'sync-server/app.ts': imports('../web/app/a.ts'), 'web/app/a.ts': thing }],
  'no-side-knows-the-tests': [{ 'web/app/a.ts': imports('../../test/support/a.ts'), 'test/support/a.ts': thing }],
  'kernel-knows-no-context': [
    { 'shared/kernel/a.ts': imports('../conversations/events.ts'), 'shared/conversations/events.ts': thing },
    { 'shared/kernel/a.ts': imports('../catalog.ts'), 'shared/catalog.ts': thing }
  ],
  'context-keeps-its-insides': [
    {
      'shared/workflow/card.ts': imports('../conversations/conversation.ts'),
      'shared/conversations/conversation.ts': thing
    },
    { 'web/workflow/a.ts': imports('../../shared/income/payment.ts'), 'shared/income/payment.ts': thing },
    { 'web/workflow/a.tsx': imports('../contacts/b.tsx'), 'web/contacts/b.tsx': thing },
    { 'sync-server/analytics/a.ts': imports('../income/table.ts'), 'sync-server/income/table.ts': thing },
    { 'sync-server/inboxes/a.ts': imports('../../shared/identity/agent.ts'), 'shared/identity/agent.ts': thing }
  ],
  'screen-knows-no-sync-or-log': [
    { 'web/conversations/a.tsx': imports('../sync/socket.ts'), 'web/sync/socket.ts': thing },
    { 'web/layouts/a.tsx': imports('../log/redraw.ts'), 'web/log/redraw.ts': thing }
  ],
  'ui-knows-no-domain': [
    { 'web/ui/a.tsx': imports('../../shared/kernel/day.ts'), 'shared/kernel/day.ts': thing },
    { 'web/ui/a.tsx': imports('../conversations/b.ts'), 'web/conversations/b.ts': thing }
  ],
  'platforms-are-strangers': [
    {
      'sync-server/platforms/whatsapp/a.ts': imports('../telegram/b.ts'),
      'sync-server/platforms/telegram/b.ts': thing
    },
    { 'sync-server/platforms/meta/a.ts': imports('../whatsapp/b.ts'), 'sync-server/platforms/whatsapp/b.ts': thing }
  ],
  'only-the-registry-knows-platforms': [
    { 'sync-server/platforms/webhook.ts': imports('./whatsapp/a.ts'), 'sync-server/platforms/whatsapp/a.ts': thing },
    { 'sync-server/main.ts': imports('./platforms/whatsapp/a.ts'), 'sync-server/platforms/whatsapp/a.ts': thing },
    { 'sync-server/inboxes/b.ts': imports('../platforms/whatsapp/a.ts'), 'sync-server/platforms/whatsapp/a.ts': thing }
  ],
  'only-main-opens-a-database': [
    { 'sync-server/app.ts': imports('./db/pglite.ts'), 'sync-server/db/pglite.ts': thing },
    { 'sync-server/sync/a.ts': imports('../db/open.ts'), 'sync-server/db/open.ts': thing },
    { 'sync-server/db/migrate.ts': imports('./postgres.ts'), 'sync-server/db/postgres.ts': thing },
    { 'sync-server/log/a.ts': imports('postgres') }
  ],
  'only-the-composition-knows-the-emulator': [
    { 'sync-server/sync/a.ts': imports('../emulator/b.ts'), 'sync-server/emulator/b.ts': thing }
  ],
  'emulator-knows-no-platform': [
    { 'sync-server/emulator/a.ts': imports('../platforms/port.ts'), 'sync-server/platforms/port.ts': thing }
  ],
  'only-the-cast-knows-stand-ins': [
    { 'sync-server/emulator/emulator.ts': imports('./line/a.ts'), 'sync-server/emulator/line/a.ts': thing }
  ],
  'stand-ins-are-strangers': [
    { 'sync-server/emulator/line/a.ts': imports('../sms/b.ts'), 'sync-server/emulator/sms/b.ts': thing }
  ],
  'no-circles': [
    {
      'web/app/a.ts': imports('./b.ts').replace('use', 'thing2'),
      'web/app/b.ts': "import { thing2 } from './a.ts'\nexport const thing = thing2\n"
    },
    {
      'web/app/a.ts': "import type { B } from './b.ts'\nexport type A = B\n",
      'web/app/b.ts': "import type { A } from './a.ts'\nexport type B = A\n"
    }
  ],
  'no-barrels': [
    { 'shared/kernel/a.ts': "export { thing } from './b.ts'\n", 'shared/kernel/b.ts': thing },
    { 'web/ui/index.ts': "export * from './b.ts'\n", 'web/ui/b.ts': thing }
  ],
  'no-path-aliases': [{ 'web/app/a.ts': imports('#kernel/day.ts'), 'shared/kernel/day.ts': thing }],
  'no-unknown-import': [{ 'web/app/a.ts': imports('./nowhere.ts') }],
  'product-uses-no-dev-dependency': [{ 'web/app/a.ts': imports('vitest') }]
}

/** What the walls let through: a wall across a door is a fault as well. */
export const allowed: Plant = {
  'shared/kernel/day.ts': imports('valibot'),
  'shared/conversations/events.ts': imports('../kernel/message.ts'),
  'shared/kernel/message.ts': thing,
  'shared/platforms/strategies.ts': thing,
  'shared/conversations/decide.ts': imports('../platforms/strategies.ts'),
  'shared/workflow/card.ts': imports('../conversations/events.ts'),
  'web/log/db.ts': imports('dexie'),
  'web/conversations/a.tsx': imports('../log/db.ts'),
  'web/app/dispatch.ts': imports('../sync/outbox.ts'),
  'web/sync/outbox.ts': thing,
  'sync-server/platforms/whatsapp/read.ts': imports('../port.ts'),
  'sync-server/platforms/whatsapp/send.ts': imports('../meta/graph.ts'),
  'sync-server/platforms/meta/graph.ts': thing,
  'sync-server/platforms/port.ts': thing,
  'sync-server/platforms/registry.ts': imports('./whatsapp/read.ts'),
  'sync-server/db/pglite.ts': imports('@electric-sql/pglite'),
  'sync-server/emulator/b.ts': thing,
  'sync-server/emulator/cast.ts': imports('./line/a.ts'),
  'sync-server/emulator/line/a.ts': imports('../b.ts'),
  'sync-server/app.ts': imports('./emulator/b.ts'),
  'sync-server/main.ts': imports('./db/pglite.ts'),
  'sync-server/cli/daybook.ts': imports('../db/pglite.ts'),
  'test/support/a.ts': imports('../../sync-server/db/pglite.ts')
}
