import { expect, test } from 'vitest';

import { breakText } from '../../../src/core/audit/chain/break.ts';
import { headText } from '../../../src/core/audit/chain/head.ts';
import { signerOf } from '../../../src/platform/crypto/ed25519.ts';
import { withSite } from '../testing.ts';
import { auditHeads } from './audit.ts';

const facts = { size: 3, root: 'aa', last_hash: 'bb', at: '2026-11-28T12:00:00.000Z' };

const broken = { at: facts.at, known_size: 3, known_hash: 'cc' };

async function publishing(changed: { size?: number; isBroken?: boolean } = {}) {
  const signer = await signerOf(new Uint8Array(32).fill(9));
  const { kid } = signer.publicKey;
  const signature = await signer.sign(headText(facts));
  const head = { ...facts, size: changed.size ?? facts.size, kid, signature };
  const noted = { ...broken, kid, signature: await signer.sign(breakText(broken)) };
  const breaks = changed.isBroken === true ? [noted] : [];
  const body = { keys: [signer.publicKey], heads: [head], breaks };
  return withSite(async () => Response.json(body));
}

test('tree heads signed by their key are in order', async () => {
  expect((await auditHeads.examine(await publishing())).result).toBe('ok');
});

test('a tree head changed after signing is a blocker', async () => {
  const finding = await auditHeads.examine(await publishing({ size: 2 }));
  expect(finding.result).toBe('blocker');
  expect(finding.fix.join()).toContain('npm run audit:verify');
});

test('a replaced history is a blocker', async () => {
  const finding = await auditHeads.examine(await publishing({ isBroken: true }));
  expect(finding).toMatchObject({ result: 'blocker', sentence: expect.stringContaining(facts.at) });
});

test('a missing tree head is a warning, and a missing answer could not be checked', async () => {
  const young = withSite(async () => Response.json({ keys: [], heads: [], breaks: [] }));
  expect((await auditHeads.examine(young)).result).toBe('warning');
  const ill = withSite(async () => Response.json({}, { status: 503 }));
  expect((await auditHeads.examine(ill)).result).toBe('could-not-check');
});
