/** How the audit trail is read: rows of one page of a list, and of one round trip of an export. */
export const auditLogLimits = Object.freeze({ listed: 50, exportedAtOnce: 2000 });
