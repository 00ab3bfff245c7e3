import type { Vault } from '../vault/vault.ts';
import { deviceLimits } from './limits.ts';
import { equalText } from '../../platform/crypto/constant-time.ts';
import { encodeBase64Url } from '../../platform/crypto/encoding.ts';
import { readCookie, setCookie } from '../../platform/web/cookies.ts';

const COOKIE = '__Host-device';
const TAG_BYTES = 16;
const SHAPE =
  /^v1\.([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})((?:\.[\w-]{22}){1,5})$/;

/**
 * What a browser shows to be recognised: an id, and for each account it has signed in to a tag only
 * we can make. `v1.<id>.<tag>.<tag>…`, newest first. The id alone proves nothing.
 */
export interface DeviceCookie {
  readonly id: string;
  readonly tags: readonly string[];
}

/** The cookie of a request, or null when there is none, two, or one of another shape. */
export function presentedDevice(headers: Headers): DeviceCookie | null {
  const cookie = readCookie(headers.get('cookie'), COOKIE);
  const [, id, tags] = cookie.state === 'present' ? (SHAPE.exec(cookie.value) ?? []) : [];
  return id && tags ? { id, tags: tags.slice(1).split('.') } : null;
}

/** Whether this browser has signed in to the account with this address before, by its own word. */
export async function knowsAccount(
  vault: Pick<Vault, 'mac'>,
  cookie: DeviceCookie | null,
  email: string,
): Promise<boolean> {
  if (!cookie) {
    return false;
  }
  const tag = await tagFor(vault, cookie.id, email);
  return cookie.tags.map((shown) => equalText(shown, tag)).includes(true);
}

/** The cookie's new value after a sign-in: this account first, the others of the same browser kept. */
export async function rememberedDevice(
  vault: Pick<Vault, 'mac'>,
  cookie: DeviceCookie | null,
  { deviceId, email }: { readonly deviceId: string; readonly email: string },
): Promise<string> {
  const tag = await tagFor(vault, deviceId, email);
  const others = cookie?.id === deviceId ? cookie.tags.filter((other) => other !== tag) : [];
  return ['v1', deviceId, tag, ...others].slice(0, 2 + deviceLimits.accountsPerBrowser).join('.');
}

/** The `Set-Cookie` value by which the browser keeps what it is recognised by. */
export function keepDevice(value: string): string {
  return setCookie(COOKIE, value, deviceLimits.lifetimeSeconds);
}

async function tagFor(vault: Pick<Vault, 'mac'>, id: string, email: string): Promise<string> {
  const mac = await vault.mac('device-cookie', `${id}:${email}`);
  return encodeBase64Url(mac.slice(0, TAG_BYTES));
}
