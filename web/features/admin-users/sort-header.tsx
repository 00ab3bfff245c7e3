import { t } from '../../text.ts';
import type { Sort } from './users.ts';

interface SortHeaderProps {
  readonly sort: Sort;
  readonly label: string;
  readonly sorted: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly look?: string;
}

/** Addresses go from A to Z, times from the newest; the arrow says what the list is sorted by. */
export function SortHeader({ sort, label, sorted, onSort, look = '' }: SortHeaderProps) {
  const isSorted = sort === sorted;
  const way = sort === 'email' ? 'ascending' : 'descending';
  return (
    <th
      scope="col"
      class={`py-2 pr-4 text-sm font-medium text-muted ${look}`}
      aria-sort={isSorted ? way : 'none'}
    >
      <button
        type="button"
        class={`min-h-6 cursor-pointer text-left font-medium hover:text-ink ${isSorted ? 'text-ink' : ''}`}
        title={sort === 'email' ? t('By address') : t('Newest first')}
        onClick={() => onSort(sort)}
      >
        {label}
        <span aria-hidden="true">{isSorted ? (way === 'ascending' ? ' ↑' : ' ↓') : ''}</span>
      </button>
    </th>
  );
}
