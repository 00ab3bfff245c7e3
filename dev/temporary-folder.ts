import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new folder under the temp dir that every user may pass but not list: as root, PostgreSQL runs as nobody and would
 * otherwise have to keep its data elsewhere. The caller removes it.
 */
export function makeTemporaryFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `sallyport-${purpose}-`));
  chmodSync(folder, 0o711);
  return folder;
}
