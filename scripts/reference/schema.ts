import * as z from 'zod/mini';

/** JSON Schema, draft 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = { readonly [member: string]: unknown };

/** What a client sends. A refinement has no place in JSON Schema: it is in the field's sentence when refused. */
export function schemaOfInput(schema: z.ZodMiniType): JsonSchema {
  return shorten(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), 'closed');
}

/** What is answered. Fields may be added later, so others are not ruled out. */
export function schemaOfOutput(schema: z.ZodMiniType): JsonSchema {
  return shorten(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }), 'open');
}

/** Leaves out what says nothing to a reader: bounds of safe integers, and patterns of named formats. */
function shorten(schema: object, others: 'open' | 'closed'): JsonSchema {
  const members = Object.entries(schema).filter(
    ([name, value]) =>
      name !== '$schema' &&
      !(name === 'pattern' && 'format' in schema) &&
      !(name === 'additionalProperties' && value === false && others === 'open') &&
      !(typeof value === 'number' && Math.abs(value) === Number.MAX_SAFE_INTEGER),
  );
  return Object.fromEntries(members.map(([name, value]) => [name, shortenValue(value, others)]));
}

function shortenValue(value: unknown, others: 'open' | 'closed'): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown) => shortenValue(item, others));
  }
  return typeof value === 'object' && value !== null ? shorten(value, others) : value;
}

const objectSchema = z.object({
  properties: z.optional(z.record(z.string(), z.record(z.string(), z.unknown()))),
  required: z.optional(z.array(z.string())),
});

/** The members of an object's schema, and which of them must be there. */
export function fieldsOf(schema: JsonSchema) {
  const { properties = {}, required = [] } = objectSchema.parse(schema);
  return { properties, required };
}
