import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import { labelOf } from './attack.ts';
import type { Answer, Client } from './client.ts';
import { pathOf } from './contracts.ts';

/** Calls an endpoint about the person with that id. */
export async function actOn(
  client: Client,
  spec: Endpoint,
  id: string,
  body: object = {},
): Promise<Answer> {
  const path = pathOf(spec, { id });
  return spec.method === 'GET'
    ? await client.get(path)
    : await client.send(path, {
        method: spec.method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
}

/** `200`, or `403 FORBIDDEN`. */
export async function labelOfAction(
  client: Client,
  spec: Endpoint,
  id: string,
  body: object = {},
): Promise<string> {
  return labelOf(await actOn(client, spec, id, body));
}
