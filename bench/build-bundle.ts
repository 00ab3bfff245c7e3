import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'vite';

const conditions = ['workerd', 'worker', 'module', 'browser'];

/** Bundles one Worker of the bench as Cloudflare's own plugin would, minified, into `outDir`, and returns that folder. */
export async function buildBundle(root: string, entry: string, outDir: string): Promise<string> {
  const modules: string[] = [];
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [compiledModules(modules)],
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { conditions },
    ssr: { noExternal: true, resolve: { conditions } },
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
  for (const file of modules) {
    copyFileSync(file, join(outDir, basename(file)));
  }
  return outDir;
}

/** A .wasm file stays its own module, because workerd compiles WebAssembly only from modules. */
function compiledModules(found: string[]): Plugin {
  return {
    name: 'compiled-modules',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith('.wasm')) {
        return null;
      }
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      if (!resolved) {
        return null;
      }
      found.push(resolved.id);
      return { id: `./${basename(resolved.id)}`, external: true };
    },
  };
}
