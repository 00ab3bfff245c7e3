import type { ViewOf } from '../../../src/core/endpoint/endpoint.ts';
import {
  exportAuditEvents,
  listActivity,
  listAuditEvents,
} from '../../../src/features/audit-log/contract.ts';
import { roleCall } from '../../role-call.ts';
import { signedInCall } from '../../session.ts';
import type { Filter } from './filter.ts';

/** A row of the trail. */
export type AuditEvent = ViewOf<typeof listAuditEvents>['events'][number];

/** The addresses of the people in a page of the trail, by id. */
export type People = Readonly<Record<string, string>>;

/** Something that happened to the person's own account. */
export type Activity = ViewOf<typeof listActivity>['events'][number];

const PAGE_SIZE = '50';

const pageOf = (before: string | null) => ({ limit: PAGE_SIZE, ...(before && { before }) });

export async function loadEvents(filter: Filter, before: string | null) {
  return await roleCall(listAuditEvents, {}, { query: { ...filter, ...pageOf(before) } });
}

export async function loadActivity(before: string | null) {
  return await signedInCall(listActivity, {}, { query: pageOf(before) });
}

/** Whether the server would send a file now; asks for a confirmation when it wants one. */
export async function mayDownload() {
  return await roleCall(listAuditEvents, {}, { query: { limit: '1' } });
}

/** Where the file with everything that fits is. */
export type ExportFormat = 'csv' | 'ndjson' | 'chain';

/** Where the file is; the chain is sent whole, whatever is shown. */
export function exportAddress(format: ExportFormat, filter: Filter): string {
  return `${exportAuditEvents.path}?${new URLSearchParams({
    format,
    ...(format === 'chain' ? {} : filter),
  }).toString()}`;
}
