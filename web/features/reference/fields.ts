/** A JSON Schema of the reference. */
export type Schema = Readonly<Record<string, unknown>>;

export interface FieldRow {
  /** Where it stands: `user.roles[]`. */
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  /** Lengths, bounds and patterns. */
  readonly note: string;
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const schemasOf = (value: unknown) => listOf(value).filter(isSchema);

const traced: Schema = {
  properties: { trace_id: { type: 'string' } },
  required: ['trace_id'],
};

/** The fields of an object, once for each shape that it may have. */
export function shapesOf(schema: Schema): FieldRow[][] {
  return objectsIn(schema)
    .map((object) => rowsOf(object, ''))
    .filter((rows) => rows.length > 0);
}

/** Every object the schema allows, with what it is combined with. */
function objectsIn(schema: Schema): Schema[] {
  if (String(schema['$ref']).endsWith('/Traced')) {
    return [traced];
  }
  const choices = [...schemasOf(schema['oneOf']), ...schemasOf(schema['anyOf'])];
  if (choices.length > 0) {
    return choices.flatMap(objectsIn);
  }
  let combined: Schema[] = [schema];
  for (const part of schemasOf(schema['allOf'])) {
    combined = combined.flatMap((one) => objectsIn(part).map((other) => merge(one, other)));
  }
  return combined;
}

function merge(one: Schema, other: Schema): Schema {
  return {
    properties: { ...propertiesOf(one), ...propertiesOf(other) },
    required: [...listOf(one['required']), ...listOf(other['required'])],
  };
}

function propertiesOf({ properties }: Schema): Schema {
  return isSchema(properties) ? properties : {};
}

function rowsOf(object: Schema, prefix: string): FieldRow[] {
  const required = listOf(object['required']);
  const rows: FieldRow[] = [];
  for (const [key, schema] of Object.entries(propertiesOf(object))) {
    if (isSchema(schema)) {
      const name = `${prefix}${key}`;
      const optional = !required.includes(key);
      rows.push({ name, type: typeOf(schema), optional, note: noteOf(schema) });
      rows.push(...innerRows(schema, name));
    }
  }
  return rows;
}

/** The fields of an object within a field, an item of a list or a value of a map. */
function innerRows(schema: Schema, name: string): FieldRow[] {
  const choices = schemasOf(schema['anyOf']);
  if (choices.length > 0) {
    return choices.flatMap((choice) => innerRows(choice, name));
  }
  const { items, additionalProperties } = schema;
  if (isSchema(items)) {
    return innerRows(items, `${name}[]`);
  }
  return isSchema(additionalProperties)
    ? innerRows(additionalProperties, `${name}.*`)
    : rowsOf(schema, `${name}.`);
}

/** The type in a few words: `"totp" | "backup_code"`, `uuid or null`, `string[]`. */
export function typeOf(schema: Schema): string {
  const { type, format, items, const: only, additionalProperties } = schema;
  const values = only === undefined ? listOf(schema['enum']) : [only];
  const choices = schemasOf(schema['anyOf']);
  if (choices.length > 0) {
    return choices.map(typeOf).join(' or ');
  }
  if (values.length > 0) {
    return values.map((value) => JSON.stringify(value)).join(' | ');
  }
  if (type === 'array') {
    return isSchema(items) ? `${typeOf(items)}[]` : 'array';
  }
  if (isSchema(additionalProperties) && type === 'object') {
    return `map of ${typeOf(additionalProperties)}`;
  }
  return typeof format === 'string' ? format : nameOf(type);
}

function nameOf(type: unknown): string {
  const names = Array.isArray(type) ? type : [type ?? 'any'];
  return names.join(' or ');
}

const notes: Readonly<Record<string, (value: string) => string>> = Object.freeze({
  minLength: (value) => `≥ ${value} characters`,
  maxLength: (value) => `≤ ${value} characters`,
  minItems: (value) => `≥ ${value} items`,
  maxItems: (value) => `≤ ${value} items`,
  minimum: (value) => `≥ ${value}`,
  maximum: (value) => `≤ ${value}`,
  pattern: (value) => value,
});

function noteOf(schema: Schema): string {
  return Object.entries(notes)
    .filter(([name]) => ['string', 'number'].includes(typeof schema[name]))
    .map(([name, say]) => say(String(schema[name])))
    .join(', ');
}
