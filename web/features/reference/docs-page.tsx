import { brand } from '../../brand.ts';
import { loadReference } from './reference.ts';
import { t } from '../../text.ts';
import { Appearance } from '../../ui/appearance.tsx';
import { BrandMark } from '../../ui/brand-mark.tsx';
import { Heading } from '../../ui/heading.tsx';
import { later } from '../../ui/later.tsx';
import { ShowLoaded } from '../../ui/show-loaded.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';

/** It comes while the reference itself is on its way. */
const ReferenceList = later(async () => (await import('./reference-list.tsx')).ReferenceList);

/** The page at `/docs`, for everybody: the API as the deployment in front of you has it. */
export function DocsPage() {
  const reference = useLoaded(loadReference, null);
  return (
    <>
      <header class="border-b border-hairline bg-surface">
        <div class="mx-auto flex max-w-6xl items-center px-5">
          <a href="/" class="flex min-h-14 items-center gap-2.5 font-semibold tracking-tight">
            <BrandMark look="size-6" />
            <span translate={false}>{brand}</span>
          </a>
        </div>
      </header>
      <main class="mx-auto w-full max-w-6xl space-y-6 px-5 py-8 sm:py-10">
        <div class="space-y-2">
          <Heading title={t('API reference')} />
          <p class="text-muted">
            {t('Made from the contracts that this deployment runs.')}{' '}
            <a class="link" href="/api/openapi.json" target="_top">
              OpenAPI 3.1
            </a>
          </p>
        </div>
        <ShowLoaded loaded={reference} waiting={<Skeleton label={t('Loading')} lines={12} />}>
          {(value) => (
            <>
              <Introduction text={value.info.description} />
              <ReferenceList reference={value} />
            </>
          )}
        </ShowLoaded>
      </main>
      <footer class="mx-auto w-full max-w-6xl px-5 pb-8 text-sm">
        <Appearance />
      </footer>
    </>
  );
}

function Introduction({ text }: { readonly text: string }) {
  return (
    <section lang="en" aria-labelledby="rules" class="space-y-2">
      <h2 id="rules" class="text-lg font-semibold tracking-tight">
        {t('For every call')}
      </h2>
      <ul class="max-w-3xl list-disc space-y-1 pl-5 text-[0.9375rem] text-muted">
        {text.split('\n\n').map((sentence) => (
          <li key={sentence} class="break-words">
            {sentence}
          </li>
        ))}
      </ul>
    </section>
  );
}
