import { join } from 'node:path';
import { build } from 'vite';

/** Bundles one Worker of the bench as Cloudflare's own plugin would, minified, into `outDir`; a .wasm stays a file beside it. */
export async function buildBundle(root: string, entry: string, outDir: string): Promise<string> {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { conditions: ['workerd', 'worker', 'module', 'browser'] },
    ssr: { noExternal: true, resolve: { conditions: ['workerd', 'worker', 'module', 'browser'] } },
    build: {
      ssr: join(root, entry),
      outDir,
      emptyOutDir: true,
      minify: true,
      target: 'es2024',
      rolldownOptions: {
        external: [/^node:/, /^cloudflare:/],
        output: { entryFileNames: 'index.js' },
      },
    },
  });
  return outDir;
}
