import { WrongType } from './wrong-type.ts';

type Reader = (text: string) => unknown;

const same: Reader = (text) => text;
const json: Reader = (text) => JSON.parse(text);

/** What PostgreSQL's own text is in JavaScript, by the OID of its type (pg_type.dat); everything else stays text. */
const readers: ReadonlyMap<number, Reader> = new Map([
  [16, (text) => text === 't'], // boolean
  [17, readBytes], // bytea
  [21, Number], // smallint
  [23, Number], // integer
  [26, Number], // oid
  [700, Number], // real
  [701, Number], // double precision
  [114, json], // json
  [3802, json], // jsonb
  [1184, readTime], // timestamp with time zone
  [1000, arrayReader((text) => text === 't')], // boolean[]
  [1005, arrayReader(Number)], // smallint[]
  [1007, arrayReader(Number)], // integer[]
  [1016, arrayReader(same)], // bigint[]
  [1021, arrayReader(Number)], // real[]
  [1022, arrayReader(Number)], // double precision[]
  [1009, arrayReader(same)], // text[]
  [1015, arrayReader(same)], // varchar[]
  [2951, arrayReader(same)], // uuid[]
  [1185, arrayReader(readTime)], // timestamp with time zone[]
  [3807, arrayReader(json)], // jsonb[]
]);

/**
 * Types whose text is not what a store means, and which none uses: times without a zone, intervals, geometry, and arrays of
 * what is rare. Better a bug at the first row than a wrong value.
 */
const unread: ReadonlySet<number> = new Set([
  199, 600, 651, 718, 791, 1001, 1008, 1014, 1017, 1028, 1040, 1041, 1082, 1114, 1115, 1182, 1183,
  1186, 1187, 1231, 1270, 3907,
]);

/** Reads a value of the type with that OID. Throws a WrongType for a type that is not read here. */
export function valueReader(oid: number): (text: string) => unknown {
  if (unread.has(oid)) {
    throw new WrongType(`a column has the type ${oid}: select it as text or as timestamptz`);
  }
  return readers.get(oid) ?? same;
}

function readBytes(text: string): Uint8Array {
  const pairs = text.slice('\\x'.length).match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

const TIME = /^(\d{4,6}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d)(?::?(\d\d))?$/;

/** `2026-11-20 12:00:00.123+00`, at whatever offset the server's session has; finer than a millisecond is cut off. */
function readTime(text: string): Date {
  const [, day, time, hours, minutes = '00'] = TIME.exec(text) ?? [];
  if (day === undefined) {
    throw new WrongType('a time is not one of this calendar');
  }
  return new Date(`${day}T${time}${hours}:${minutes}`);
}

function arrayReader(read: Reader): Reader {
  return (text) => elementsOf(text).map((element) => (element === null ? null : read(element)));
}

/** PostgreSQL § 8.15.6; one dimension, which is all we store. */
const ELEMENT = /"((?:[^"\\]|\\.)*)"|([^,{}"]+)/gs;

function elementsOf(text: string): (string | null)[] {
  return Array.from(text.slice(1, -1).matchAll(ELEMENT), ([, quoted, plain = '']) => {
    if (quoted !== undefined) {
      return quoted.replaceAll(/\\(.)/gs, '$1');
    }
    return plain === 'NULL' ? null : plain;
  });
}
