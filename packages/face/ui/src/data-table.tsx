import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ElementType, ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type Column<Row> = {
  key: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Numbers stand to the right, in tabular figures. */
  numeric?: boolean;
  /** Left out below 768 px. */
  wide?: boolean;
  /** May wrap and takes the room that is left. */
  grow?: boolean;
  /** Address of this page sorted by this column, and how it is sorted now. */
  sort?: { href: string; direction?: 'ascending' | 'descending' };
};

export type DataTableProps<Row> = {
  /** Says what the table holds, for those who hear it. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** What stands in the place of an empty table. */
  empty: ReactNode;
  /** Keyset pages: addresses of the first and the next page, when there are such. */
  pages?: { first?: string; next?: string; firstLabel: string; nextLabel: string };
  /** The link element of the framework; default `a`. */
  link?: ElementType;
};

/** One page of rows. Filters, sort and page live in the address, so that a view can be sent to a colleague. */
export function DataTable<Row>({ caption, columns, rows, rowKey, empty, pages, link = 'a' }: DataTableProps<Row>) {
  if (rows.length === 0) return <>{empty}</>;
  return (
    <div className="rounded-card border border-line bg-surface">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="relative overflow-x-auto rounded-card" aria-label={caption} tabIndex={0}>
        <table className="w-full border-collapse text-sm">
          <caption className="sr-only">{caption}</caption>
          <thead className="sticky top-0 bg-surface">
            <tr className="border-b border-line">
              {columns.map((column) => (
                <HeaderCell key={column.key} column={column} link={link} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={rowKey(row)} className="border-b border-line last:border-b-0 hover:bg-sunken">
                {columns.map((column) => (
                  <td key={column.key} className={cellClass(column)}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {pages && (pages.first || pages.next) ? <Pages {...pages} link={link} /> : null}
    </div>
  );
}

const cellClass = <Row,>(column: Column<Row>) =>
  classNames(
    'px-3 py-2.5 align-top first:pl-4 last:pr-4',
    column.numeric && 'text-right tabular-nums',
    column.wide && 'hidden md:table-cell',
    column.grow ? 'w-full min-w-40 break-words md:min-w-56' : 'whitespace-nowrap',
  );

function HeaderCell<Row>({ column, link: Link }: { column: Column<Row>; link: ElementType }) {
  const { sort } = column;
  const Arrow = sort?.direction === 'ascending' ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      aria-sort={sort?.direction}
      className={classNames(cellClass(column), 'text-left text-xs font-medium text-faint')}
    >
      {sort ? (
        <Link href={sort.href} className="inline-flex items-center gap-1 hover:text-ink">
          {column.header}
          {sort.direction ? <Arrow className="size-3" aria-hidden /> : null}
        </Link>
      ) : (
        column.header
      )}
    </th>
  );
}

type PagesProps = { first?: string; next?: string; firstLabel: string; nextLabel: string; link: ElementType };

function Pages({ first, next, firstLabel, nextLabel, link: Link }: PagesProps) {
  const look = 'rounded-card px-2 py-1 font-medium text-accent hover:bg-sunken';
  return (
    <div className="flex justify-between border-t border-line px-3 py-2 text-sm">
      <span>
        {first ? (
          <Link href={first} className={look}>
            {firstLabel}
          </Link>
        ) : null}
      </span>
      <span>
        {next ? (
          <Link href={next} rel="next" className={look}>
            {nextLabel}
          </Link>
        ) : null}
      </span>
    </div>
  );
}
