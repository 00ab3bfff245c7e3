import { fileURLToPath } from 'node:url';

import { cloudflare, type PluginConfig } from '@cloudflare/vite-plugin';
import { preact } from '@preact/preset-vite';
import tailwindcss from '@tailwindcss/vite';
import type { HtmlTagDescriptor, Plugin, Rolldown, UserConfig } from 'vite';

import { writtenReference } from './scripts/reference/plugin.ts';

const ofPages: Plugin['applyToEnvironment'] = ({ name }) => name === 'client';

/** The contracts' schemas as the pages need them, see web/schema.ts; the Worker's are zod's own. */
const lightSchemas: Plugin = {
  name: 'light-schemas',
  enforce: 'pre',
  applyToEnvironment: ofPages,
  resolveId: {
    filter: { id: /^zod\/mini$/ },
    handler: () => fileURLToPath(new URL('web/schema.ts', import.meta.url)),
  },
};

/** What only the server and the reference read of a contract: its line for readers, and what it counts and loads. */
const SERVER_WORDS =
  /^ {2}(?:summary:\s*(?:'(?:[^'\\]|\\.)*'|"[^"]*")|(?:limit|personLimit): '[\w-]+'|hashes: true|loads: '\w+'|permission: '[\w.]+'),\n/gm;

/** Leaves those words out of the pages' scripts. */
const lightContracts: Plugin = {
  name: 'light-contracts',
  enforce: 'pre',
  applyToEnvironment: ofPages,
  transform: {
    filter: { id: /\/src\/features\/[^/]+\/contract\.ts$/ },
    handler: (code) => ({ code: code.replaceAll(SERVER_WORDS, ''), map: null }),
  },
};

const STYLESHEET = /\s*<link rel="stylesheet"[^>]*>/;

/**
 * The mark in the document is drawn before the stylesheet is there, so the link stands below it; and
 * the first page of most visits is asked for together with the rest.
 */
const earlyPaint: Plugin = {
  name: 'early-paint',
  apply: 'build',
  applyToEnvironment: ofPages,
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const [stylesheet = ''] = STYLESHEET.exec(html) ?? [];
      const asked = (file: string) => html.includes(file);
      return {
        html: html
          .replace(stylesheet, '')
          .replace('<noscript', `${stylesheet.trim()}\n    <noscript`),
        tags: filesOf(bundle, 'login-page.tsx')
          .filter((file) => !asked(file))
          .map((file) => preload(file)),
      };
    },
  },
};

function preload(file: string): HtmlTagDescriptor {
  return { tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` } };
}

/** The chunk of a module and every chunk it cannot do without. */
function filesOf(bundle: Rolldown.OutputBundle, module: string): string[] {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const first = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/${module}`));
  const files = new Set(first ? [first.fileName] : []);
  for (const file of files) {
    for (const needed of chunks.find(({ fileName }) => fileName === file)?.imports ?? []) {
      files.add(needed); // a Set goes on to what is added meanwhile
    }
  }
  return [...files];
}

/**
 * Cloudflare's plugin copies the values of .dev.vars beside the built Worker, for a preview nobody runs here. A folder
 * that is copied, cached or attached somewhere must hold no key.
 */
const withoutSecrets: Plugin = {
  name: 'without-secrets',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      delete bundle['.dev.vars'];
    },
  },
};

/** The Worker for workerd and the pages it serves; `npm run dev` says otherwise where the Worker's settings are. */
export const siteConfig = (worker: PluginConfig): UserConfig => ({
  root: fileURLToPath(new URL('web', import.meta.url)),
  plugins: [
    lightSchemas,
    lightContracts,
    earlyPaint,
    writtenReference,
    preact(),
    tailwindcss(),
    cloudflare(worker),
    withoutSecrets,
  ],
  build: { outDir: '../dist', emptyOutDir: true },
  environments: {
    sallyport: {
      build: {
        minify: true,
        sourcemap: true,
        // What every request waits for, the entry and all it imports, is one script: it packs better than pieces that are shared.
        rolldownOptions: {
          output: { codeSplitting: { groups: [{ name: 'core', test: /\/src\/worker\.ts$/ }] } },
        },
      },
    },
    client: {
      build: {
        modulePreload: { polyfill: false },
        rolldownOptions: {
          // What most pages share comes as one file: fewer requests, and it packs better.
          output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 8 }] } },
          // Contracts are data: what a page does not use of them is left out of its script.
          treeshake: { manualPureFunctions: ['Object.freeze', 'endpoint'] },
        },
      },
    },
  },
});

export default siteConfig({ configPath: '../wrangler.toml' });
