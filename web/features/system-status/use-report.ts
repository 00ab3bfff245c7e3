import { systemStatusReport } from '../../../src/features/system-status/contract.ts';
import { signedInCall } from '../../session.ts';
import { useReturns } from '../../ui/connection.ts';
import { useLoaded, type Loaded } from '../../ui/use-loaded.ts';
import type { Report } from './blocker-words.ts';

const loadReport = async () => await signedInCall(systemStatusReport, {});

/** What stands in the way of full service; looked up anew when the network comes back. */
export function useReport(): Loaded<Report> {
  return useLoaded(loadReport, useReturns());
}
