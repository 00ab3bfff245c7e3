import { checkIntegration } from '../../../src/features/integrations/contract.ts';
import { roleCall } from '../../role-call.ts';

/** Asks the provider something cheap and real. */
export async function checkProvider(provider: string) {
  return await roleCall(checkIntegration, {}, { params: { provider } });
}
