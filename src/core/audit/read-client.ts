import { clientAddress } from '../../platform/web/client-address.ts';
import { coarsePlace } from '../../platform/web/coarse-place.ts';
import { readLook } from '../../platform/web/look.ts';
import type { ClientInfo } from './audit.ts';

const MAX_USER_AGENT_LENGTH = 256;

/** Who sent a request, as far as the network tells. */
export function readClient({ headers, cf }: Request, traceId: string): ClientInfo {
  const userAgent = headers.get('user-agent') ?? '';
  return {
    traceId,
    ip: clientAddress(headers),
    userAgent: userAgent.slice(0, MAX_USER_AGENT_LENGTH).toWellFormed(),
    place: coarsePlace(cf),
    language: readLook(headers).language,
  };
}
