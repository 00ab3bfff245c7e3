import { WrongType } from './wrong-type.ts';

/**
 * A parameter as the text PostgreSQL reads, or a value that JSON carries to the same end. A value that has no such text is a
 * bug in the statement: it throws a WrongType rather than being guessed at.
 */
export function parameterText(value: unknown): string | null {
  if (value === null || value === undefined) {
    return null;
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (value instanceof Uint8Array) {
    return bytesText(value);
  }
  if (Array.isArray(value)) {
    return arrayText(value);
  }
  return typeof value === 'object' ? JSON.stringify(value) : scalarText(value);
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    return String(value);
  }
  throw new WrongType(`a parameter cannot be a ${typeof value}`);
}

/** The hex format of PostgreSQL § 8.4.1. */
function bytesText(bytes: Uint8Array): string {
  return `\\x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** PostgreSQL § 8.15.6: every element in quotes, so that none is taken for NULL, a brace or a comma. */
function arrayText(list: readonly unknown[]): string {
  const elements = list.map((element) => {
    if (element === null || element === undefined) {
      return 'NULL';
    }
    return Array.isArray(element) ? arrayText(element) : quoted(parameterText(element) ?? '');
  });
  return `{${elements.join(',')}}`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
