import { mergeConfig } from 'vite';

import product from '../../vite.config.ts';
import { takeOutGuards } from './take-out-guards.ts';

/** The build of the product with guards that can be removed. It is never deployed. */
export default mergeConfig(product, { plugins: [takeOutGuards()] });
