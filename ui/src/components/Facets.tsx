import { NativeSelect } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Found } from '../api/types';

const NAMES = [
  ['kind', 'What'],
  ['duration', 'Length'],
  ['published', 'Published'],
  ['category', 'Category'],
  ['language', 'Language'],
  ['tag', 'Tag'],
  ['licence', 'Licence'],
] as const;
const WORDS: Record<string, string> = {
  video: 'Videos', album: 'Photos', channel: 'Channels', playlist: 'Playlists',
  short: 'Under 4 minutes', medium: '4 to 20 minutes', long: 'Over 20 minutes',
  day: 'Last 24 hours', week: 'Last week', month: 'Last month', year: 'Last year',
};
const SORTS = [
  { value: '', label: 'Best match' },
  { value: 'newest', label: 'Newest' },
  { value: 'oldest', label: 'Oldest' },
  { value: 'popular', label: 'Most liked' },
];
const languages = new Intl.DisplayNames(['en'], { type: 'language' });

function wordFor(facet: string, value: string): string {
  return facet === 'language' ? (languages.of(value) ?? value) : (WORDS[value] ?? value);
}

/** What the answers can be narrowed by, each choice an address. */
export function Facets({ facets }: { facets: Found['facets'] }) {
  const asked = useSearch({ from: '/search' });
  const navigate = useNavigate();
  return (
    <div className="facets">
      <NativeSelect
        label="Sort by"
        data={SORTS}
        value={asked.sort ?? ''}
        onChange={(event) => {
          const sort = event.currentTarget.value;
          void navigate({ to: '/search', search: { ...asked, sort: sort === '' ? undefined : sort } as typeof asked });
        }}
      />
      {NAMES.map(([name, words]) => {
        const chosen = asked[name];
        const counts = facets?.[name] ?? [];
        return counts.length === 0 && chosen === undefined ? null : (
          <fieldset key={name}>
            <legend>{words}</legend>
            {chosen !== undefined && (
              <Link to="/search" search={{ ...asked, [name]: undefined }} className="facet chosen" aria-label={`Not only ${wordFor(name, chosen)}`}>
                {wordFor(name, chosen)}
              </Link>
            )}
            {chosen === undefined &&
              counts.slice(0, 8).map(({ value, count }) => (
                <Link key={value} to="/search" search={{ ...asked, [name]: value }} className="facet">
                  {wordFor(name, value)} <span className="meta">{count}</span>
                </Link>
              ))}
          </fieldset>
        );
      })}
    </div>
  );
}
