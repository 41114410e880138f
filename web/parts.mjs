const pages = ['index', 'chat', 'phone']

/** The pages that load this module at once: whoever imports it, and whoever imports them. A dynamic import waits its turn. */
function pagesWith(id, graph) {
  const seen = new Set([id])
  // What is added while it is walked is walked too.
  for (const one of seen) for (const importer of graph.getModuleInfo(one)?.importers ?? []) seen.add(importer)
  return pages.filter(page => [...seen].some(one => one.includes(`/web/pages/${page}.astro`)))
}

/**
 * What the same pages load at once travels together, and no page loads what only another needs. What most of them need
 * comes first: a package takes along all that it is made of. `own`: of what one page alone loads, what is put apart.
 */
export function kits(own) {
  const neededBy = most => ({
    name(id, graph) {
      const needing = pagesWith(id, graph)
      return needing.length === most ? `kit-${needing.join('-')}` : null
    },
    tags: ['$initial'],
    priority: most
  })
  return [neededBy(3), neededBy(2), { ...neededBy(1), test: own }]
}
