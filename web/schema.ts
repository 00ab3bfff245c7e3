/**
 * The part of zod/mini that contracts use, in a tenth of its size. The pages' build puts it in the
 * place of zod/mini; the Worker has the real one, and a test holds the two against each other.
 */

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** The value is of another kind than expected: nothing more can be said of it. */
  readonly stops: boolean;
  /** How long a text may be, when this says that it is longer. */
  readonly maximum?: number | undefined;
}

interface Outcome {
  readonly value: unknown;
  readonly issues: readonly Issue[];
}

type Read = (value: unknown) => Outcome;
type Check = ((value: never) => Issue | null) & {
  /** Of a list: asked before its items are read. */
  readonly isEarly?: true;
};
type Shape = Readonly<Record<string, Schema>>;

interface Schema {
  readonly read: Read;
  readonly shape: Shape;
  check(...checks: Check[]): Schema;
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: unknown }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}

/**
 * Only called on what the schema before has let through. Contracts are typed by zod, whose place this
 * file takes at build time alone: here a check's parameter has no type that a value could be shown to have.
 */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked by the schema before; see above
const known = (value: unknown) => value as never;

const DEFAULT_MESSAGE = 'Invalid input';

const issue = (
  message = DEFAULT_MESSAGE,
  path: readonly PropertyKey[] = [],
  stops = true,
): Issue => ({ path, message, stops });

const refused = (value: unknown): Outcome => ({ value, issues: [issue()] });

function schema(read: Read, shape: Shape = {}): Schema {
  return {
    read,
    shape,
    check: (...checks) =>
      schema((value) => tooLong(value, checks) ?? checkAll(read(value), checks), shape),
    safeParse(value) {
      const { value: data, issues } = read(value);
      return issues.length === 0 ? { success: true, data } : { success: false, error: { issues } };
    },
  };
}

function tooLong(value: unknown, checks: readonly Check[]): Outcome | null {
  const early = Array.isArray(value) ? checks.filter(({ isEarly }) => isEarly) : [];
  const [found] = early.flatMap((check) => check(known(value)) ?? []);
  return found ? { value, issues: [found] } : null;
}

function checkAll({ value, issues }: Outcome, checks: readonly Check[]): Outcome {
  const found = [...issues];
  for (const check of checks) {
    const next = found.some(({ stops }) => stops) ? null : check(known(value));
    if (next) {
      found.push(next);
    }
  }
  return { value, issues: found };
}

/** A value that `fits` says yes to. */
const plain = (fits: (value: unknown) => boolean) =>
  schema((value) => (fits(value) ? { value, issues: [] } : refused(value)));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const within = ({ issues }: Outcome, key: PropertyKey) =>
  issues.map((inner) => ({ ...inner, path: [key, ...inner.path] }));

/** What is not in the shape is left out, kept or refused. */
function objectOf(shape: Shape, others: 'strip' | 'keep' | 'refuse'): Schema {
  const read = (value: unknown): Outcome => {
    if (!isRecord(value)) {
      return refused(value);
    }
    const issues: Issue[] = [];
    const kept: Record<string, unknown> = others === 'keep' ? { ...value } : {};
    for (const [key, field] of Object.entries(shape)) {
      const outcome = field.read(value[key]);
      issues.push(...within(outcome, key));
      if (key in value) {
        kept[key] = outcome.value;
      }
    }
    if (others === 'refuse' && Object.keys(value).some((key) => !Object.hasOwn(shape, key))) {
      issues.push(issue(DEFAULT_MESSAGE, [], false));
    }
    return { value: kept, issues };
  };
  return schema(read, shape);
}

/* @__NO_SIDE_EFFECTS__ */
export const object = (shape: Shape) => objectOf(shape, 'strip');
/* @__NO_SIDE_EFFECTS__ */
export const strictObject = (shape: Shape) => objectOf(shape, 'refuse');
/* @__NO_SIDE_EFFECTS__ */
export const looseObject = (shape: Shape) => objectOf(shape, 'keep');

/* @__NO_SIDE_EFFECTS__ */
export const record = (_: Schema, inner: Schema) =>
  schema((value) => {
    if (!isRecord(value)) {
      return refused(value);
    }
    const read = Object.entries(value).map(([key, item]) => [key, inner.read(item)] as const);
    return {
      value: Object.fromEntries(read.map(([key, outcome]) => [key, outcome.value])),
      issues: read.flatMap(([key, outcome]) => within(outcome, key)),
    };
  });

/* @__NO_SIDE_EFFECTS__ */
export const array = (inner: Schema) =>
  schema((value) => {
    if (!Array.isArray(value)) {
      return refused(value);
    }
    const read = value.map((item: unknown) => inner.read(item));
    return {
      value: read.map((outcome) => outcome.value),
      issues: read.flatMap((outcome, index) => within(outcome, index)),
    };
  });

/* @__NO_SIDE_EFFECTS__ */
export const discriminatedUnion = (key: string, options: readonly Schema[]) =>
  schema((value) => {
    if (!isRecord(value)) {
      return refused(value);
    }
    const fitting = options.find(({ shape }) => shape[key]?.safeParse(value[key]).success);
    return fitting ? fitting.read(value) : { value, issues: [issue(DEFAULT_MESSAGE, [key])] };
  });

/* @__NO_SIDE_EFFECTS__ */
export const optional = (inner: Schema) =>
  schema((value) => (value === undefined ? { value, issues: [] } : inner.read(value)));

/* @__NO_SIDE_EFFECTS__ */
export const nullable = (inner: Schema) =>
  schema((value) => (value === null ? { value, issues: [] } : inner.read(value)));

/* @__NO_SIDE_EFFECTS__ */
export const pipe = (first: Schema, second: Schema) =>
  schema((value) => {
    const outcome = first.read(value);
    return outcome.issues.length > 0 ? outcome : second.read(outcome.value);
  });

/* @__NO_SIDE_EFFECTS__ */
export const transform = (change: (value: never) => unknown) =>
  schema((value) => ({ value: change(known(value)), issues: [] }));

/* @__NO_SIDE_EFFECTS__ */
const oneOf = (values: readonly unknown[]) => plain((value) => values.includes(value));
/* @__NO_SIDE_EFFECTS__ */
const nothing = () => oneOf([null]);
export { nothing as null, oneOf as enum };
/* @__NO_SIDE_EFFECTS__ */
export const literal = (value: unknown) => oneOf([value]);
/* @__NO_SIDE_EFFECTS__ */
export const boolean = () => plain((value) => typeof value === 'boolean');
/* @__NO_SIDE_EFFECTS__ */
export const number = () => plain((value) => Number.isFinite(value));
/* @__NO_SIDE_EFFECTS__ */
export const int = () => plain((value) => Number.isSafeInteger(value));
/* @__NO_SIDE_EFFECTS__ */
export const unknown = () => plain(() => true);
/* @__NO_SIDE_EFFECTS__ */
export const string = () => plain((value) => typeof value === 'string');

const check =
  <V>(fits: (value: V) => boolean, message?: string, path: readonly PropertyKey[] = []) =>
  (value: V) =>
    fits(value) ? null : issue(message, path, false);

interface Refinement {
  readonly error?: string;
  readonly path?: readonly PropertyKey[];
  readonly params?: { readonly maximum?: number };
}

/* @__NO_SIDE_EFFECTS__ */
export const refine =
  <V>(fits: (value: V) => boolean, { error, path, params }: Refinement = {}) =>
  (value: V) =>
    fits(value) ? null : { ...issue(error, path, false), ...params };
/* @__NO_SIDE_EFFECTS__ */
export const regex = (pattern: RegExp, message?: string) =>
  check((value: string) => pattern.test(value), message);
/* @__NO_SIDE_EFFECTS__ */
export const maxLength = (most: number, message?: string) =>
  Object.assign(
    (value: { readonly length: number }) =>
      value.length <= most
        ? null
        : { ...issue(message, [], false), ...(typeof value === 'string' && { maximum: most }) },
    { isEarly: true } as const,
  );
/* @__NO_SIDE_EFFECTS__ */
export const minLength = (least: number, message?: string) =>
  check((value: string) => value.length >= least, message);
/* @__NO_SIDE_EFFECTS__ */
export const maximum = (most: number) => check((value: number) => value <= most);
/* @__NO_SIDE_EFFECTS__ */
export const minimum = (least: number) => check((value: number) => value >= least);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
/* @__NO_SIDE_EFFECTS__ */
export const uuid = () => string().check(regex(UUID));

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/;
export const iso = Object.freeze({ datetime: () => string().check(regex(TIME)) });
