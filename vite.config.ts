import { cloudflare } from '@cloudflare/vite-plugin';
import { preact } from '@preact/preset-vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

/** One build: the Worker for workerd and the pages it serves. */
export default defineConfig({
  root: 'web',
  plugins: [preact(), tailwindcss(), cloudflare({ configPath: '../wrangler.toml' })],
  build: { outDir: '../dist', emptyOutDir: true },
  environments: { sallyport: { build: { minify: true, sourcemap: true } } },
});
