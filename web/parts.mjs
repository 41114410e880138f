const pages = ['index', 'chat', 'phone']

const icon = /[\\/]lucide-preact[\\/].*[\\/]icons[\\/]([\w-]+)\.mjs$/

/**
 * Whoever shows this icon. All icons stand in one list that every page imports, so the graph says of each that all pages
 * need it: the code of those who import the list says who names it.
 */
function namersOf(id, graph) {
  const [, file] = icon.exec(id) ?? []
  if (file === undefined) return []
  const name = new RegExp(`\\b${file.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase())}\\b`)
  const lists = graph.getModuleInfo(id)?.importers ?? []
  const users = lists.flatMap(list => graph.getModuleInfo(list)?.importers ?? [])
  return [...new Set(users)].filter(user => !lists.includes(user) && name.test(graph.getModuleInfo(user)?.code ?? ''))
}

/** The pages that load this module at once: whoever imports it, and whoever imports them. A dynamic import waits its turn. */
function pagesWith(id, graph) {
  const namers = namersOf(id, graph)
  const seen = new Set(namers.length > 0 ? namers : [id])
  // What is added while it is walked is walked too.
  for (const one of seen) for (const importer of graph.getModuleInfo(one)?.importers ?? []) seen.add(importer)
  return pages.filter(page => [...seen].some(one => one.includes(`/web/pages/${page}.astro`)))
}

/** Shown at once by some page, and later by a part of another, which must not load the whole of that page for it. */
function isLateElsewhere(id, graph) {
  return (
    !pagesWith(id, graph).includes('index') && namersOf(id, graph).some(user => pagesWith(user, graph).length === 0)
  )
}

/**
 * What the same pages load at once travels together, and no page loads what only another needs. What most of them need
 * comes first: a package takes along all that it is made of. `own`: of what one page alone loads, what is put apart.
 */
export function kits(own) {
  const neededBy = most => ({
    name(id, graph) {
      const needing = isLateElsewhere(id, graph) ? [] : pagesWith(id, graph)
      return needing.length === most ? `kit-${needing.join('-')}` : null
    },
    tags: ['$initial'],
    priority: most
  })
  const lateElsewhere = {
    name: (id, graph) => (isLateElsewhere(id, graph) ? 'kit-icons' : null),
    tags: ['$initial'],
    priority: 0
  }
  return [neededBy(3), neededBy(2), { ...neededBy(1), test: own }, lateElsewhere]
}
