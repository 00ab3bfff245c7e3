import { t } from '../../text.ts';

/** The address of an event; of somebody who is gone the database keeps this word in its place. */
export function addressText(ip: string): string {
  return ip === 'erased' ? t('erased') : ip;
}
