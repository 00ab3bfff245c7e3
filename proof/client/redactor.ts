/** Members of a body whose values must not be in the evidence. */
const SECRET_MEMBERS: ReadonlySet<string> = new Set([
  'password',
  'new_password',
  'code',
  'backup_code',
  'backup_codes',
  'temp_token',
  'token',
  'captcha_token',
  'secret',
  'otpauth_url',
  'qr_svg',
]);

/** Shorter values (six-digit codes) are hidden by their place, because by value they would match by chance. */
const LEAST_LENGTH = 8;

export interface KnownSecret {
  readonly name: string;
  readonly value: string;
}

/** Knows every secret of a run and removes it from everything that is written. */
export class Redactor {
  readonly #known = new Map<string, string>();

  /** Remembers a secret by its value; from then on it is hidden everywhere. */
  learn(name: string, value: string): void {
    if (value.length >= LEAST_LENGTH && !this.#known.has(value)) {
      this.#known.set(value, name);
    }
  }

  /** Remembers the secret members of a body, however deep. */
  learnFrom(body: unknown): void {
    walk(body, (name, value) => this.learn(name.replaceAll('_', ' '), value));
  }

  /** Every learnt secret, for a search of the written files. */
  get secrets(): readonly KnownSecret[] {
    return [...this.#known].map(([value, name]) => ({ name, value }));
  }

  /** The text without any known secret; each leaves its name and length behind. */
  hide(text: string): string {
    let hidden = text;
    const longestFirst = this.secrets.toSorted((a, b) => b.value.length - a.value.length);
    for (const { name, value } of longestFirst) {
      hidden = hidden.replaceAll(value, label(name, value));
    }
    return hidden;
  }

  /** The body with its secret members replaced, whatever their value. */
  hideBody(body: unknown): unknown {
    return replace(body, null);
  }
}

const label = (name: string, value: string) => `[${name}, ${value.length} characters]`;

function walk(value: unknown, found: (name: string, value: string) => void, name = ''): void {
  if (typeof value === 'string') {
    if (SECRET_MEMBERS.has(name)) {
      found(name, value);
    }
  } else if (Array.isArray(value)) {
    for (const item of value) {
      walk(item, found, name);
    }
  } else if (value !== null && typeof value === 'object') {
    for (const [member, inner] of Object.entries(value)) {
      walk(inner, found, member);
    }
  }
}

function replace(value: unknown, name: string | null): unknown {
  if (typeof value === 'string') {
    return name !== null && SECRET_MEMBERS.has(name)
      ? label(name.replaceAll('_', ' '), value)
      : value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => replace(item, name));
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([member, inner]) => [member, replace(inner, member)]),
    );
  }
  return value;
}
