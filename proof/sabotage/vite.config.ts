import { mergeConfig } from 'vite';

import product from '../../vite.config.ts';
import { takeOutGuards } from './take-out-guards.ts';

/** The product's own build, but for guards that can be taken out. Nothing that is deployed is built with it. */
export default mergeConfig(product, { plugins: [takeOutGuards()] });
