/** Four rules of this house that no linter ships. `.oxlintrc.json` says where they hold. */
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

/** An engine answers at once: whatever takes time is an effect, and its answer the next input. */
const noWaiting = {
  create(context) {
    const report = node => context.report({ node, message: 'An engine does not wait: make it an effect.' })
    const reportAsync = node => {
      if (node.async) report(node)
    }
    return {
      AwaitExpression: report,
      ForOfStatement(node) {
        if (node.await) report(node)
      },
      FunctionDeclaration: reportAsync,
      FunctionExpression: reportAsync,
      ArrowFunctionExpression: reportAsync
    }
  }
}

const comparisons = /^toBe(?:Less|Greater)Than(?:OrEqual)?$/
const stopwatch = /\b(?:took|elapsed|duration)\w*\b/i

/** A busy machine is not a defect: a test may wait at least so long, never at most. */
const noTimeLimit = {
  create(context) {
    const { sourceCode } = context
    return {
      CallExpression(node) {
        const { callee } = node
        if (callee.type !== 'MemberExpression' || !comparisons.test(callee.property.name ?? '')) return
        const measured = sourceCode.getText(callee.object)
        const isLimit = callee.property.name.startsWith('toBeLess') && /\.now\(\)/.test(measured)
        if (isLimit || stopwatch.test(sourceCode.getText(node))) {
          context.report({ node, message: 'A test asserts no time: count the work, or let the benchmark measure.' })
        }
      }
    }
  }
}

export default {
  meta: { name: 'house' },
  rules: { 'no-re-export': noReExport, 'no-clock': noClock, 'no-waiting': noWaiting, 'no-time-limit': noTimeLimit }
}
