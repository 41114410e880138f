/** Two rules of this house that no linter ships. `.oxlintrc.json` says where they hold. */
const noReExport = {
  create(context) {
    const report = node =>
      context.report({ node, message: 'Nothing re-exports: import it from the file that makes it.' })
    return {
      ExportAllDeclaration: report,
      ExportNamedDeclaration(node) {
        if (node.source) report(node)
      }
    }
  }
}

const isDate = node => node.callee.type === 'Identifier' && node.callee.name === 'Date'

/** `new Date(at)` is arithmetic and welcome; `new Date()` and `Date()` read the clock. */
const noClock = {
  create(context) {
    const report = node => context.report({ node, message: 'The pure floor has no clock: take `at` as an argument.' })
    return {
      NewExpression(node) {
        if (isDate(node) && node.arguments.length === 0) report(node)
      },
      CallExpression(node) {
        if (isDate(node)) report(node)
      }
    }
  }
}

export default {
  meta: { name: 'house' },
  rules: { 'no-re-export': noReExport, 'no-clock': noClock }
}
