import { t } from '../../text.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { formValues } from '../../ui/form-values.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { wishNames, type Sort, type Wish } from './users.ts';

interface UserFilterProps {
  /** Also chosen by the heads of the table. */
  readonly sort: Sort;
  readonly onWish: (wish: Wish) => void;
}

/** Narrows and orders the list: a choice at once, the address with Enter or the button. */
export function UserFilter({ sort, onWish }: UserFilterProps) {
  const submit = (form: HTMLFormElement) => onWish(wishOf(form));
  return (
    <form
      role="search"
      noValidate
      class="grid gap-4 sm:grid-cols-2 lg:grid-cols-6"
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
      onChange={(event) => {
        if (event.target instanceof HTMLSelectElement) {
          submit(event.currentTarget);
        }
      }}
    >
      <div class="flex items-end gap-3 max-sm:flex-col max-sm:items-stretch sm:col-span-2 lg:col-span-6">
        <div class="grow">
          <Field
            label={t('Part of the address')}
            name="query"
            type="search"
            autoComplete="off"
            autoCapitalize="none"
            spellcheck={false}
          />
        </div>
        <div class="sm:pb-1.5">
          <Button type="submit" kind="secondary">
            {t('Search')}
          </Button>
        </div>
      </div>
      {choices().map(({ name, label, options }) => (
        <div key={name} class={name === 'sort' ? 'lg:col-span-2' : ''}>
          <SelectField
            label={label}
            name={name}
            value={name === 'sort' ? sort : ''}
            options={options}
          />
        </div>
      ))}
    </form>
  );
}

/** The fields that are not empty. */
function wishOf(form: HTMLFormElement): Wish {
  const given = Object.entries(formValues(form, wishNames));
  const trimmed = given.map(([name, value]) => [name, value.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''));
}

const any = () => ['', t('Any')] as const;
const yesOrNo = () => [any(), ['true', t('Yes')], ['false', t('No')]] as const;

const choices = () =>
  [
    {
      name: 'role',
      label: t('Role'),
      options: [
        any(),
        ['USER', 'USER'],
        ['SUPPORT', 'SUPPORT'],
        ['BILLING_ADMIN', 'BILLING_ADMIN'],
        ['ADMIN', 'ADMIN'],
      ],
    },
    {
      name: 'status',
      label: t('Status'),
      options: [
        any(),
        ['active', t('Active')],
        ['locked', t('Locked')],
        ['leaving', t('Deletion pending')],
      ],
    },
    { name: 'two_factor', label: t('Two-factor'), options: yesOrNo() },
    { name: 'verified', label: t('Address confirmed'), options: yesOrNo() },
    {
      name: 'sort',
      label: t('Order'),
      options: [
        ['created_at', t('Newest first')],
        ['last_seen_at', t('Last seen first')],
        ['email', t('By address')],
      ],
    },
  ] as const;
