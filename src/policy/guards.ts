/** CEL over the facts: checked for type when the policy is loaded, run when a message is judged. */
import {
  type ASTNode,
  TypeError as CelTypeError,
  Environment,
  EvaluationError,
  ParseError,
  type ParseResult,
} from '@marcbachmann/cel-js'
import { FACTS, type Facts } from './facts.ts'

/** Throws when a fact it needs is missing: the rule is then unknown, which holds. */
export type Guard = (facts: Facts) => boolean

/** What is wrong with an expression, and at which character. */
export type GuardProblem = Readonly<{ message: string; offset: number }>

export type Compiled = Readonly<{ guard: Guard }> | Readonly<{ problem: GuardProblem }>

const typesOf = (fields: Readonly<Record<string, readonly [string, string]>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, [type]]) => [name, type]))

const openEnvironment = (): Environment => {
  const environment = new Environment({ limits: { maxAstNodes: 500, maxDepth: 32 } })
  environment.registerType('Recipient', { fields: typesOf(FACTS.recipients) })
  environment.registerVariable('recipients', 'list<Recipient>')
  for (const [name, fields] of Object.entries(FACTS)) {
    if (name !== 'recipients') environment.registerVariable({ name, schema: typesOf(fields) })
  }
  return environment
}

const ENVIRONMENT = openEnvironment()

const LOOPS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value
const inside = (args: unknown): readonly ASTNode[] => {
  if (isNode(args)) return [args]
  return Array.isArray(args) ? args.flatMap(inside) : []
}

/**
 * Two things the type check lets by. `matches` runs a JavaScript RegExp, which a crafted pattern keeps busy for hours.
 * A loop in a loop over ten thousand recipients is a hundred million steps for one message.
 */
const costly = (node: ASTNode, inLoop = false): GuardProblem | undefined => {
  const method = node.op === 'rcall' ? node.args[0] : ''
  if (method === 'matches') {
    return { message: 'matches() is not offered. Use startsWith, endsWith, contains or "in".', offset: node.start }
  }
  const loop = LOOPS.has(method)
  if (loop && inLoop) {
    return { message: `${method}() stands inside another loop. Use "in" for the inner one.`, offset: node.start }
  }
  for (const child of inside(node.args)) {
    const problem = costly(child, inLoop || loop)
    if (problem) return problem
  }
  return undefined
}

const problemOf = (error: unknown): GuardProblem => {
  if (error instanceof ParseError || error instanceof CelTypeError || error instanceof EvaluationError) {
    return { message: error.summary, offset: error.range?.start ?? 0 }
  }
  throw error
}

const parse = (expression: string): ParseResult | GuardProblem => {
  try {
    return ENVIRONMENT.parse(expression)
  } catch (error) {
    return problemOf(error)
  }
}

export const compileGuard = (expression: string): Compiled => {
  const parsed = parse(expression)
  if (!('check' in parsed)) return { problem: parsed }
  const checked = parsed.check()
  if (!checked.valid) return { problem: problemOf(checked.error) }
  if (checked.type !== 'bool') {
    return {
      problem: {
        message: `It gives ${checked.type}, where true or false is needed. Compare it with something.`,
        offset: 0,
      },
    }
  }
  const problem = costly(parsed.ast)
  if (problem) return { problem }
  return { guard: (facts) => parsed({ ...facts }) === true }
}
