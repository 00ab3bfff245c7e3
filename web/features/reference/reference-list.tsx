import { useEffect, useState } from 'preact/hooks';

import { t } from '../../text.ts';
import { Field } from '../../ui/field.tsx';
import { OperationCard } from './operation-card.tsx';
import { groupsOf, titleOf, type Group, type Reference } from './reference.ts';

/** Every endpoint by feature, with a field that narrows the list as one types. */
export function ReferenceList({ reference }: { readonly reference: Reference }) {
  const [words, setWords] = useState('');
  const wanted = location.hash.slice(1);
  useEffect(() => {
    document.getElementById(wanted)?.scrollIntoView();
  }, [wanted]);
  const groups = groupsOf(reference, words.trim());
  const count = groups.reduce((sum, { endpoints }) => sum + endpoints.length, 0);
  return (
    <>
      <search class="block space-y-2">
        <Field
          label={t('Find an endpoint')}
          name="words"
          type="search"
          autoComplete="off"
          autoCapitalize="none"
          spellcheck={false}
          hint={t('A path, a word, a guard or an error code')}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        <p role="status" class="text-sm text-muted">
          {count === 1 ? t('1 endpoint') : t('{count} endpoints', { count })}
        </p>
      </search>
      <div class="gap-8 lg:grid lg:grid-cols-[11rem_minmax(0,1fr)]">
        <Contents groups={groups} />
        <div class="space-y-6">
          {groups.map((group) => (
            <Feature key={group.name} group={group} reference={reference} wanted={wanted} />
          ))}
        </div>
      </div>
    </>
  );
}

interface FeatureProps {
  readonly group: Group;
  readonly reference: Reference;
  /** The endpoint that the address names. */
  readonly wanted: string;
}

function Feature({ group: { name, endpoints }, reference, wanted }: FeatureProps) {
  return (
    <section aria-labelledby={`feature-${name}`}>
      <h2
        id={`feature-${name}`}
        lang="en"
        class="scroll-mt-4 pb-2 text-lg font-semibold tracking-tight"
      >
        {titleOf(name)}
      </h2>
      <div class="overflow-hidden rounded-xl border border-hairline bg-surface">
        {endpoints.map((listed) => (
          <OperationCard
            key={listed.operation.operationId}
            listed={listed}
            errors={reference['x-errors']}
            open={wanted === listed.operation.operationId}
          />
        ))}
      </div>
    </section>
  );
}

function Contents({ groups }: { readonly groups: readonly Group[] }) {
  return (
    <nav
      aria-label={t('Features')}
      class="sticky top-4 max-h-[calc(100dvh-2rem)] self-start overflow-y-auto text-[0.9375rem] max-lg:hidden"
    >
      <ul lang="en">
        {groups.map(({ name }) => (
          <li key={name}>
            <a href={`#feature-${name}`} class="block py-1 text-muted hover:text-ink">
              {titleOf(name)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
