import type { referencePaths } from '../../../src/features/reference/contract.ts';
import type { PagesOf } from '../../page.ts';

export const referencePages: PagesOf<typeof referencePaths> = {
  '/docs': {
    load: async () => (await import('./docs-page.tsx')).DocsPage,
    isOpen: true,
  },
};
