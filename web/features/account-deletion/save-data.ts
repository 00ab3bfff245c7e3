import { exportAccount } from '../../../src/features/account-deletion/contract.ts';
import type { Reply } from '../../api.ts';
import { brandFileName } from '../../brand.ts';
import { freshCall } from '../../fresh-call.ts';
import { download } from '../../ui/download.ts';

/** Asks for everything that is kept about the person and saves it; ends with the file's name. */
export async function saveData(): Promise<Reply<string>> {
  const reply = await freshCall(exportAccount, {});
  if (!reply.ok) {
    return reply;
  }
  const name = `${brandFileName()}-account-${reply.value.exported_at.slice(0, 10)}.json`;
  download(name, 'application/json', `${JSON.stringify(reply.value, null, 2)}\n`);
  return { ok: true, value: name };
}
