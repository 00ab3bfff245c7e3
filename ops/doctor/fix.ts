import type { Context } from './check.ts';

/** Applies what is missing; only the owner may. */
export const MIGRATE = 'DATABASE_URL="$OWNER_DATABASE_URL" npm run db:migrate';

const KEY_COMMAND = 'openssl rand -base64 32';

/** The command that sets a variable where the deployment keeps them. The value is the person's to type. */
export function setVariable(name: string, context: Pick<Context, 'variables' | 'site'>): string {
  const { variables, site } = context;
  const isRemote = variables === null || (site !== null && !site.isLoopback);
  if (isRemote) {
    return name === 'APP_ENC_KEY'
      ? `${KEY_COMMAND} | npx wrangler secret put APP_ENC_KEY`
      : `npx wrangler secret put ${name}`;
  }
  const value = name === 'APP_ENC_KEY' ? `"$(${KEY_COMMAND})"` : "'…'";
  const { file, inFile } = variables;
  const drop = inFile.includes(name) ? `sed -i '/^${name}=/d' ${file}; ` : '';
  return `${drop}echo ${name}=${value} >> ${file}`;
}

/** A statement that the database's owner runs. */
export function asOwner(statement: string): string {
  return `psql "$OWNER_DATABASE_URL" -c "${statement}"`;
}
