import type { Schema } from './fields.ts';
import type { Listed } from './reference.ts';

/** Values that look like what they stand for; no one of them opens anything. */
const examples: Readonly<Record<string, unknown>> = Object.freeze({
  email: 'ada@example.com',
  password: 'seven purple otters sing',
  new_password: 'eleven slow herons read maps',
  code: '123456',
  to: '+14155550123',
  phone: '+14155550123',
  message: 'The disk of db-1 is full.',
  prompt: 'Say good morning.',
  symbol: 'AAPL',
  roles: ['USER', 'SUPPORT'],
  operation: 'messages.create',
});

/** The call as one would type it, with $URL, a cookie jar or a token where it needs one. */
export function curlOf({ method, path, operation }: Listed): string {
  const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const isForm = type?.includes('form') ?? false;
  const parts = [
    `curl -sS ${method === 'GET' ? '' : `-X ${method} `}"$URL${path.replaceAll(/\{(\w+)\}/g, '<$1>')}${queryOf(operation)}"`,
    ...credentials(operation['x-guard'], path),
    ...(isForm ? ["-H 'X-Twilio-Signature: <signature>'", "-d '<form>'"] : []),
    ...(body && !isForm
      ? [`-H 'content-type: application/json'`, `-d '${JSON.stringify(exampleOf(body.schema))}'`]
      : []),
  ];
  return parts.join(' \\\n  ');
}

/** What signs in keeps the cookie; what needs a session shows it. */
function credentials(guard: string, path: string): string[] {
  if (guard === 'service') {
    return ['-H "authorization: Bearer $TOKEN"'];
  }
  if (guard === 'signature' || (guard === 'public' && !path.startsWith('/api/auth/'))) {
    return [];
  }
  return ['-b "$JAR" -c "$JAR"'];
}

function queryOf({ parameters = [] }: Listed['operation']): string {
  const needed = parameters.filter((one) => one.in === 'query' && one.required);
  const pairs = needed.map(({ name, schema }) => `${name}=${String(valueOf(name, schema))}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

/** The fields that must be there, and the code where one is asked for; the first where none must. */
function exampleOf({ properties, required }: Schema): Record<string, unknown> {
  const fields = Object.entries(isSchema(properties) ? properties : {});
  const must = Array.isArray(required) ? required : [];
  const needed = fields.filter(([name]) => must.includes(name) || name === 'code');
  const chosen = needed.length > 0 ? needed : fields.slice(0, 1);
  return Object.fromEntries(chosen.map(([name, schema]) => [name, valueOf(name, schema)]));
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

function valueOf(name: string, schema: unknown): unknown {
  if (name in examples) {
    return examples[name];
  }
  const { type, enum: values } = isSchema(schema) ? schema : {};
  if (Array.isArray(values)) {
    return values[0];
  }
  return type === 'integer' || type === 'number' ? 1 : type === 'boolean' || `<${name}>`;
}
