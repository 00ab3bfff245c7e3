import { useState } from 'preact/hooks';

import { keyed, t } from '../../text.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { curlOf } from './curl.ts';
import { FieldList } from './field-list.tsx';
import { shapesOf, typeOf, type FieldRow } from './fields.ts';
import { guardText, limitText } from './guard-words.ts';
import type { Listed, Operation, Reference } from './reference.ts';

interface OperationCardProps {
  readonly listed: Listed;
  readonly errors: Reference['x-errors'];
  /** Somebody followed a link to it. */
  readonly open: boolean;
}

/** One endpoint: a line, and all there is to know when it is opened. */
export function OperationCard({ listed, errors, open }: OperationCardProps) {
  const { method, path, operation } = listed;
  const [seen, setSeen] = useState(open);
  return (
    <details
      id={operation.operationId}
      open={open}
      class="group border-t border-hairline first:border-t-0"
      onToggle={(event) => setSeen(event.currentTarget.open)}
    >
      <summary class="grid cursor-pointer gap-x-3 gap-y-1 px-5 py-3.5 hover:bg-sunken sm:grid-cols-[4.5rem_1fr] sm:px-6">
        <span translate={false} class="pt-px font-mono text-[0.8125rem] font-semibold text-accent">
          {method}
        </span>
        <span class="min-w-0">
          <span translate={false} class="block font-mono text-[0.9375rem] break-words">
            {path}
          </span>
          <span lang="en" class="block text-[0.9375rem] text-muted">
            {operation.summary}
          </span>
        </span>
      </summary>
      {seen && <Details listed={listed} errors={errors} />}
    </details>
  );
}

function Details({ listed, errors }: Pick<OperationCardProps, 'listed' | 'errors'>) {
  const { method, operation } = listed;
  const curl = curlOf(listed);
  return (
    <div class="space-y-5 border-t border-hairline px-5 py-5 sm:px-6">
      <dl class="grid gap-x-4 gap-y-1 text-[0.9375rem] sm:grid-cols-[9rem_1fr]">
        <Fact name={t('Who may call')} text={guardText(operation, method)} />
        <Fact name={t('Limit')} text={limitText(operation)} />
        <Fact name={t('Also at')} text={operation['x-aliases'].join(' · ')} mono />
        <Fact name={t('Link')} text={`/docs#${operation.operationId}`} mono />
      </dl>
      <section class="space-y-2">
        <div class="flex items-center justify-between gap-3">
          <h3 class="font-medium">curl</h3>
          <CopyButton text={curl} label={t('Copy the curl command')} />
        </div>
        <pre
          translate={false}
          class="overflow-x-auto rounded-lg border border-hairline bg-sunken px-4 py-3 font-mono text-[0.8125rem] leading-6"
          tabIndex={0}
          role="region"
          aria-label="curl"
        >
          {curl}
        </pre>
      </section>
      <Fields title={t('Parameters')} shapes={[parameterRows(operation)]} />
      <Fields title={t('Body')} shapes={shapesIn(operation.requestBody?.content)} />
      <Fields title={t('Answer')} shapes={answerShapes(operation)} />
      <Refusals codes={operation['x-error-codes']} errors={errors} />
    </div>
  );
}

interface FactProps {
  readonly name: string;
  readonly text: string;
  readonly mono?: boolean;
}

function Fact({ name, text, mono = false }: FactProps) {
  if (text === '') {
    return null;
  }
  return (
    <>
      <dt class="text-muted">{name}</dt>
      <dd
        translate={!mono}
        class={`min-w-0 break-words max-sm:mb-1.5 ${mono ? 'font-mono text-sm leading-6' : ''}`}
      >
        {text}
      </dd>
    </>
  );
}

interface FieldsProps {
  readonly title: string;
  readonly shapes: readonly (readonly FieldRow[])[];
}

function Fields({ title, shapes }: FieldsProps) {
  const shown = shapes.filter((rows) => rows.length > 0);
  return shown.length === 0 ? null : (
    <section class="space-y-2">
      <h3 class="font-medium">{title}</h3>
      {shown.map((rows, index) => (
        <div key={index} class="space-y-2">
          {index > 0 && <p class="text-sm text-muted">{t('or')}</p>}
          <FieldList rows={rows} />
        </div>
      ))}
    </section>
  );
}

interface RefusalsProps {
  readonly codes: readonly string[];
  readonly errors: Reference['x-errors'];
}

function Refusals({ codes, errors }: RefusalsProps) {
  return (
    <section class="space-y-2">
      <h3 class="font-medium">{t('Refusals')}</h3>
      <ul class="divide-y divide-hairline border-y border-hairline text-[0.9375rem]">
        {codes.map((code) => (
          <li key={code} class="grid gap-x-4 py-2 sm:grid-cols-[3rem_1fr]">
            <span translate={false} class="font-mono text-sm leading-6 text-muted">
              {errors[code]?.status}
            </span>
            <span class="min-w-0">
              <a
                translate={false}
                class="link font-mono text-sm break-words"
                href={`/problems/${code.toLowerCase().replaceAll('_', '-')}`}
                target="_top"
              >
                {code}
              </a>{' '}
              <span class="text-muted">{keyed(`${code}.detail`) ?? errors[code]?.detail}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function parameterRows({ parameters = [] }: Operation): FieldRow[] {
  return parameters.map(({ name, required, schema, in: place }) => ({
    name: place === 'path' ? `{${name}}` : `?${name}`,
    type: typeOf(schema),
    optional: !required,
    note: '',
  }));
}

function shapesIn(content: Operation['responses'][string]['content']) {
  const [first] = Object.values(content ?? {});
  return first ? shapesOf(first.schema) : [];
}

function answerShapes({ responses }: Operation) {
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'));
  return shapesIn(success?.[1].content);
}
