/**
 * The walls of the house. Each is broken on purpose in test/architecture/walls.test.ts,
 * so a wall that no longer stops anything turns a test red.
 */
const contexts =
  'conversations|inboxes|contacts|routing|sla|workflow|automation|phrases|platforms|identity|analytics|income'

const wall = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    wall(
      'shared-knows-no-side',
      'The pure floor carries both sides and leans on neither.',
      { path: '^shared/' },
      { path: '^(web|sync-server|test)/' }
    ),
    wall(
      'shared-uses-only-valibot',
      'Whatever shared/ imports runs in the browser, on the server and in every test.',
      { path: '^shared/' },
      { path: 'node_modules/', pathNot: 'node_modules/valibot/' }
    ),
    wall(
      'shared-uses-no-node',
      'The pure floor runs in a browser too.',
      { path: '^shared/' },
      { dependencyTypes: ['core'] }
    ),
    wall('web-knows-no-server', 'The wire is their only door.', { path: '^web/' }, { path: '^sync-server/' }),
    wall('server-knows-no-web', 'The wire is their only door.', { path: '^sync-server/' }, { path: '^web/' }),
    wall(
      'no-side-knows-the-tests',
      'Tests look in, nobody looks out.',
      { path: '^(web|sync-server)/' },
      { path: '^test/' }
    ),
    wall(
      'kernel-knows-no-context',
      'The kernel is the shape of a decision, never the matter decided.',
      { path: '^shared/kernel/' },
      { path: '^shared/', pathNot: '^shared/kernel/' }
    ),
    wall(
      'context-keeps-its-insides',
      'A context speaks to others in its events, commands, content (and its words) and refusals. What a platform can do (strategies, files, choices, emoji, segments, reply window), what an account of it takes, and its server-side port and registry are the words of `platforms`; `may` is the word of identity; when an inbox is open, of routing; a card’s id, its rank, its value, the stage it is in now and the cycle under way, of workflow.',
      { path: `^(?:shared|web|sync-server)/(${contexts})/` },
      {
        path: `^(?:shared|web|sync-server)/(?:${contexts})/`,
        pathNot: [
          '^(?:shared|web|sync-server)/$1/',
          '/(?:events|commands|content|content-words|refusals)\\.ts$',
          '^shared/platforms/(?:accounts?|choices|emoji|files|mail-providers|reply-window|segments|strategies|strategy)\\.ts$',
          '^shared/routing/(?:hours|open-time)\\.ts$',
          '^shared/identity/may\\.ts$',
          '^web/workflow/money\\.ts$',
          '^shared/workflow/(?:card-id|cycles|rank|workflow)\\.ts$',
          '^sync-server/platforms/(?:people|port|registry|surface|[^/]+/.*)(?:\\.ts)?$'
        ]
      }
    ),
    wall(
      'screen-knows-no-sync-or-log',
      'A screen reads the database and asks through dispatch; it never sees a socket or a log.',
      { path: '^web/', pathNot: '^web/(?:app|log|sync)/' },
      { path: '^web/(?:sync|log)/', pathNot: '^web/log/db\\.ts$' }
    ),
    wall(
      'ui-knows-no-domain',
      'The kit would look the same in another product.',
      { path: '^web/ui/' },
      { path: '^(?:shared|web)/', pathNot: '^web/(?:ui|styles)/' }
    ),
    wall(
      'platforms-are-strangers',
      'One vendor changing its rules must never break another. `meta` is what one vendor asks of all of its channels.',
      { path: '^sync-server/platforms/([^/]+)/' },
      { path: '^sync-server/platforms/[^/]+/', pathNot: '^sync-server/platforms/(?:$1|meta)/' }
    ),
    wall(
      'only-the-registry-knows-platforms',
      'Everybody else speaks to the port.',
      { path: '^(?:sync-server|web|shared)/', pathNot: '^sync-server/platforms/(?:registry\\.ts$|[^/]+/)' },
      { path: '^sync-server/platforms/[^/]+/' }
    ),
    wall(
      'only-main-opens-a-database',
      "Everybody else is handed the Sql port. The operator's CLI composes its own run (backup, verify) beside main.ts.",
      {
        path: '^(?:sync-server|web|shared)/',
        pathNot: '^sync-server/(?:main\\.ts$|cli/|db/(?:pglite|postgres|open|durable))'
      },
      { path: ['^sync-server/db/(?:pglite|postgres|open|durable)', 'node_modules/(?:@electric-sql/pglite|postgres)/'] }
    ),
    wall(
      'only-the-composition-knows-the-emulator',
      'The emulator stands in for a vendor; the product must not know that it is there.',
      { path: '^(?:sync-server|web|shared)/', pathNot: '^sync-server/(?:(?:main|app)\\.ts$|emulator/)' },
      { path: '^sync-server/emulator/' }
    ),
    wall(
      'emulator-knows-no-platform',
      'It speaks to the platform code over HTTP, as the vendor does.',
      { path: '^sync-server/emulator/' },
      { path: '^sync-server/platforms/' }
    ),
    wall(
      'only-the-cast-knows-stand-ins',
      'What all of them share knows none of them.',
      { path: '^sync-server/emulator/', pathNot: '^sync-server/emulator/(?:cast\\.ts$|[^/]+/)' },
      { path: '^sync-server/emulator/[^/]+/' }
    ),
    wall(
      'stand-ins-are-strangers',
      'One vendor changing its rules must never break another.',
      { path: '^sync-server/emulator/([^/]+)/' },
      { path: '^sync-server/emulator/[^/]+/', pathNot: '^sync-server/emulator/$1/' }
    ),
    wall('no-circles', 'Types count too.', {}, { circular: true }),
    wall('no-barrels', 'Import a thing from the file that makes it.', {}, { dependencyTypes: ['export'] }),
    wall('no-path-aliases', 'A path says where a file is.', {}, { dependencyTypes: ['aliased'] }),
    wall(
      'no-unknown-import',
      "An import that resolves to nothing is not watched by any wall. The benchmark's peers have packages of their own.",
      { pathNot: '^test/bench/peers/servers/' },
      { couldNotResolve: true }
    ),
    wall(
      'product-uses-no-dev-dependency',
      'It would be missing where the product runs.',
      { path: '^(?:shared|web|sync-server)/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' }
    )
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '[.](css|svg|webp|png|woff2)' },
    parser: 'tsc',
    tsPreCompilationDeps: true,
    detectJSDocImports: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      mainFields: ['module', 'main', 'types']
    }
  }
}
