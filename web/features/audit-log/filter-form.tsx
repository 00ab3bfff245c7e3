import { useEffect } from 'preact/hooks';

import { auditActions, listAuditEvents } from '../../../src/features/audit-log/contract.ts';
import type { FieldMessages } from '../../check-fields.ts';
import { t } from '../../text.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { formValues } from '../../ui/form-values.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { useForm } from '../../ui/use-form.ts';
import { filterNames, filterOf, localTime, rareNames, utcTime, type Filter } from './filter.ts';

interface FilterFormProps {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

const isTime = (name: string) => name === 'from' || name === 'to';

/** Narrows the trail. What stands in the address is put into the fields, also after a way back. */
export function FilterForm({ filter, onFilter }: FilterFormProps) {
  const form = useForm({ body: listAuditEvents.query });
  const { element, wrong } = form;
  useEffect(() => {
    for (const name of filterNames) {
      const field = element.current?.elements.namedItem(name);
      if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) {
        field.value = isTime(name) ? localTime(filter[name]) : (filter[name] ?? '');
      }
    }
  }, [filter, element]);

  async function submit(filled: HTMLFormElement) {
    const given = formValues(filled, filterNames);
    const wanted = filterOf((name) => (isTime(name) ? utcTime(given[name]) : given[name]));
    await form.send(wanted, {}, async () => {
      onFilter(wanted);
      return await Promise.resolve({ ok: true, value: null });
    });
  }

  return (
    <form
      ref={element}
      role="search"
      noValidate
      class="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      <MainFields wrong={wrong} filter={filter} />
      <details open={rareNames.some((name) => filter[name] ?? wrong[name])}>
        <summary class="link min-h-6 w-fit cursor-pointer text-[0.9375rem]">
          {t('Actor, target, time, trace')}
        </summary>
        <RareFields wrong={wrong} />
      </details>
      <div class="flex flex-wrap gap-3">
        <Button type="submit" kind="secondary">
          {t('Search')}
        </Button>
        {Object.keys(filter).length > 0 && (
          <Button kind="secondary" onClick={() => onFilter({})}>
            {t('Show everything')}
          </Button>
        )}
      </div>
    </form>
  );
}

const plain = { autoComplete: 'off', autoCapitalize: 'none', spellcheck: false } as const;

interface FieldsProps {
  readonly wrong: FieldMessages;
}

/** What the trail may hold, and what is looked for now though no row of today would have it. */
function actionOptions(wanted: string | undefined) {
  const isKnown = wanted === undefined || auditActions.includes(wanted);
  const actions = isKnown ? auditActions : [wanted, ...auditActions];
  return [['', t('Any')] as const, ...actions.map((action) => [action, action] as const)];
}

function MainFields({ wrong, filter }: FieldsProps & Pick<FilterFormProps, 'filter'>) {
  return (
    <div class="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-4">
      <div class="sm:col-span-2">
        <Field
          {...plain}
          label={t('Words')}
          name="text"
          type="search"
          hint={t('In the action, address, browser and details.')}
          error={wrong['text']}
        />
      </div>
      <SelectField
        label={t('Action')}
        name="action"
        value={filter.action ?? ''}
        options={actionOptions(filter.action)}
      />
      <SelectField
        label={t('Outcome')}
        name="outcome"
        value={filter.outcome ?? ''}
        options={[
          ['', t('Any')],
          ['success', t('Succeeded')],
          ['refused', t('Refused')],
        ]}
      />
    </div>
  );
}

function RareFields({ wrong }: FieldsProps) {
  const ids = [
    ['actor', t('Actor')],
    ['target', t('Target')],
    ['session_id', t('Session')],
  ] as const;
  return (
    <div class="mt-4 grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {ids.map(([name, label]) => (
        <Field
          {...plain}
          key={name}
          label={label}
          name={name}
          look="font-mono text-sm"
          hint={name === 'session_id' ? undefined : t('A whole address, or an id.')}
          error={
            wrong[name] &&
            (name === 'session_id'
              ? t('Paste a whole id.')
              : t('Write a whole address, or paste a whole id.'))
          }
        />
      ))}
      <Field {...plain} label={t('From')} name="from" type="datetime-local" />
      <Field {...plain} label={t('Before')} name="to" type="datetime-local" />
      <Field
        {...plain}
        label={t('Trace id')}
        name="trace_id"
        look="font-mono text-sm"
        error={wrong['trace_id'] && t('A trace id has 32 characters: paste all of it.')}
      />
    </div>
  );
}
