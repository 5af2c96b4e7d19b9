import { Button } from '@hikyaku/ui';
import { Search } from 'lucide-react';
import { getTranslations } from 'next-intl/server';

export type SearchFormProps = {
  name?: string;
  value: string;
  label: string;
  /** Other parts of the address that stay. */
  keep?: Readonly<Record<string, string>>;
};

/** A search that lives in the address: a GET form. */
export async function SearchForm({ name = 'q', value, label, keep = {} }: SearchFormProps) {
  const t = await getTranslations('form');
  return (
    <search className="mb-4">
      <form method="get" className="flex max-w-lg gap-2">
        {Object.entries(keep).map(([key, kept]) => (
          <input key={key} type="hidden" name={key} value={kept} />
        ))}
        <input
          type="search"
          name={name}
          defaultValue={value}
          aria-label={label}
          placeholder={label}
          className="w-full min-w-0 rounded-card border border-edge bg-surface px-3 py-1.5 text-sm placeholder:text-faint"
        />
        <Button type="submit" icon={<Search className="size-4" aria-hidden />}>
          {t('search')}
        </Button>
      </form>
    </search>
  );
}
