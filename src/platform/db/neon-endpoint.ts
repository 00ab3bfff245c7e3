import { neonConfig } from '@neondatabase/serverless';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const atNeon = neonConfig.fetchEndpoint;

/** Where the driver sends the statements for `host`: to this machine by http, elsewhere as the driver itself would. */
export const neonEndpoint: Exclude<typeof neonConfig.fetchEndpoint, string> = (
  host,
  port,
  options,
) => {
  if (LOOPBACK.has(host)) {
    return `http://${host}:${port}/sql`;
  }
  return typeof atNeon === 'function' ? atNeon(host, port, options) : atNeon;
};
