/**
 * A GraphQL server in name only: it answers the field `hello(name)` and says back the query, the variables
 * and the operation's name under `extensions`. It understands no schema.
 */

import { Refusal, type Call } from '../call.ts';
import { on, type Route } from '../router.ts';

export function graphqlRoutes(): readonly Route[] {
  return [on(['GET', 'POST'], '/graphql', graphql)];
}

interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
}

async function graphql(call: Call): Promise<void> {
  const received = call.method === 'GET' ? fromQuery(call) : fromBody(await call.body());
  const name = received.variables['name'];
  const data = { hello: `Hello, ${typeof name === 'string' ? name : 'world'}!` };
  call.json({ data, extensions: { received } });
}

function fromQuery(call: Call): GraphqlRequest {
  const variables = call.query.get('variables');
  return checked({
    query: call.query.get('query'),
    variables: variables === null ? undefined : parse(variables, 'The variables are'),
    operationName: call.query.get('operationName'),
  });
}

function fromBody(body: Buffer): GraphqlRequest {
  const value = parse(body.toString('utf8'), 'The body is');
  return checked(typeof value === 'object' && value !== null ? value : {});
}

function checked(value: {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}): GraphqlRequest {
  const { query, variables, operationName } = value;
  if (typeof query !== 'string' || query.trim() === '') throw new Refusal(400, 'There is no "query".');
  return {
    query,
    variables: typeof variables === 'object' && variables !== null ? { ...variables } : {},
    operationName: typeof operationName === 'string' ? operationName : null,
  };
}

function parse(text: string, subject: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal(400, `${subject} not JSON.`);
  }
}
