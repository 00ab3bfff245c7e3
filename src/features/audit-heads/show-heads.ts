import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';

const algorithm = Object.freeze({
  seal: 'SHA-256(previous hash, 32 bytes; number, 8 bytes big-endian; canonical row, UTF-8)',
  tree: 'RFC 6962 section 2.1 with SHA-256 over the hashes of all seals',
  signature: 'Ed25519',
  signed_text: 'sallyport audit head v2\n<size>\n<root>\n<last_hash>\n<at>\n<breaks>\n',
  signed_text_before: 'sallyport audit head v1\n<size>\n<root>\n<last_hash>\n<at>\n',
  signed_break: 'sallyport audit break v1\n<at>\n<known_size>\n<known_hash>\n',
});

/** What to hold the audit trail against, and by which rules. */
export async function showHeads({ auditHeads }: Pick<Deps, 'auditHeads'>) {
  const published = await auditHeads.published();
  return published.ok ? ok({ algorithm, ...published.value }) : published;
}
