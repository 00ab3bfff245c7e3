/** How far the server's clock is ahead of this device's, in milliseconds, as the last answer told it. */
let ahead = 0;

/** Notes the time of an answer that has just arrived (RFC 9110 section 6.6.1, whole seconds). */
export function noteServerTime(dateHeader: string | null, arrivedAt = Date.now()): void {
  const sentAt = Date.parse(dateHeader ?? '');
  if (!Number.isNaN(sentAt)) {
    ahead = sentAt - arrivedAt;
  }
}

/** Now, by the server's clock. */
export function serverNow(): Date {
  return new Date(Date.now() + ahead);
}

/** A time of the server's by this device's clock, in Unix milliseconds: what is waited for counts from the answer. */
export function byThisClock(serverTime: string): number {
  return Date.parse(serverTime) - ahead;
}
