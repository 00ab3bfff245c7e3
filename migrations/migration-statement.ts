import type { Migration } from './migration-files.ts';

/**
 * Raised inside the statement when somebody else was faster: nothing was done. The SQL standard keeps the classes
 * 0 to 4 and A to H for itself; SP is nobody's.
 */
export const ALREADY_DONE = 'SP001';
/** Raised when the recorded text differs from the file's. */
export const CHANGED = 'SP002';

/** Any number, the same for everybody who migrates this database: "sallyport" as telephone keys, cut to size. */
const LOCK = 725_597_678;

/**
 * The statement that applies one migration and notes it. Neon over HTTP has no open transaction and takes one
 * statement at a time, so lock, check, text and note are one anonymous block: all of it happens, or nothing.
 */
export function applyStatement({ version, name, sha256, text }: Migration): string {
  return block(text, {
    before: `
  CREATE TABLE IF NOT EXISTS public.schema_migrations (
    version text PRIMARY KEY,
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
  );
  IF EXISTS (SELECT FROM public.schema_migrations WHERE version = '${version}' AND sha256 <> '${sha256}') THEN
    RAISE EXCEPTION 'applied with another text' USING ERRCODE = '${CHANGED}';
  END IF;
  IF EXISTS (SELECT FROM public.schema_migrations WHERE version = '${version}') THEN
    RAISE EXCEPTION 'applied already' USING ERRCODE = '${ALREADY_DONE}';
  END IF;`,
    after: `
  INSERT INTO public.schema_migrations (version, name, sha256)
  VALUES ('${version}', '${name}', '${sha256}');`,
  });
}

/** The statement that takes one migration back and removes its note. */
export function revertStatement({ version }: Migration, wayBack: string): string {
  return block(wayBack, {
    before: `
  IF NOT EXISTS (SELECT FROM public.schema_migrations WHERE version = '${version}') THEN
    RAISE EXCEPTION 'reverted already' USING ERRCODE = '${ALREADY_DONE}';
  END IF;`,
    after: `
  DELETE FROM public.schema_migrations WHERE version = '${version}';`,
  });
}

function block(text: string, { before, after }: { before: string; after: string }): string {
  const inner = absentTag(text, 'text');
  const outer = absentTag(text, 'step');
  return `DO ${outer}
BEGIN
  PERFORM pg_advisory_xact_lock(${LOCK});${before}
  EXECUTE ${inner}${text}
${inner};${after}
END
${outer}`;
}

/** A dollar quote that cannot end inside the text, whatever the text holds. */
function absentTag(text: string, word: string): string {
  let tag = `$${word}$`;
  for (let number = 1; text.includes(tag); number += 1) {
    tag = `$${word}${number}$`;
  }
  return tag;
}
