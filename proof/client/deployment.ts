import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What is known about a running product. Some claims cannot run without the optional members. */
export interface Deployment {
  readonly appUrl: string;
  /** Directly to PostgreSQL, as the owner. */
  readonly databaseUrl?: string;
  /** The stand-in for Neon, with its counters and faults. */
  readonly neonUrl?: string;
  readonly twilioUrl?: string;
  readonly mailUrl?: string;
  /** Every line the Worker logged. */
  readonly logFile?: string;
  /** Where workerd keeps the storage of the Durable Objects. */
  readonly durableObjectsDir?: string;
  /** Only of a stack that this run started, so its secrets may be known. */
  readonly secrets?: DeploymentSecrets;
}

export interface DeploymentSecrets {
  /** 32 bytes in base64. */
  readonly appEncKey: string;
  /** A JWK set of private P-256 keys. */
  readonly accessTokenKeys: string;
  readonly twilioAuthToken: string;
}

/** True on this machine, where a client may choose its address; Cloudflare overwrites it. */
export function believesAddresses({ appUrl }: Pick<Deployment, 'appUrl'>): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(appUrl).hostname);
}

/** The stack of `npm start`, by its stack.json. Throws an Error when there is no such file. */
export function readStackFile(file: string): Deployment {
  if (!existsSync(file)) {
    throw new Error(`There is no ${file}: does the stack run?`);
  }
  const places: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
  const folder = dirname(file);
  const place = (name: string) => {
    const value = places[name];
    return typeof value === 'string' ? value : undefined;
  };
  const known = {
    databaseUrl: place('database_url'),
    neonUrl: place('neon_http_url'),
    twilioUrl: place('twilio_url'),
    mailUrl: place('mail_url'),
    logFile: join(folder, 'worker.log'),
    durableObjectsDir: join(folder, 'durable-objects'),
  };
  const found = Object.entries(known).filter(([, value]) => value !== undefined);
  return { appUrl: place('app_url') ?? '', ...Object.fromEntries(found) };
}
