import { Title } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { cursorOf, paged } from '../api/catalog';
import { search, value } from '../api/http';
import { CardSkeletons, ContentCard } from '../components/ContentCard';
import { Empty } from '../components/Notice';
import { Pages } from '../components/Pages';
import { useNow } from '../hooks/useNow';
import { useTitle } from '../hooks/useTitle';
import { ofFound } from '../util/shown';

const found = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['search', q],
    queryFn: ({ pageParam, signal }) =>
      value(search.GET('/search', { params: { query: { q, kind: ['video', 'album'], ...cursorOf(pageParam) } }, signal })),
    ...paged,
  });

export function Search() {
  const { q = '' } = useSearch({ from: '/search' });
  useTitle(q);
  const now = useNow();
  const results = useInfiniteQuery(found(q));
  return (
    <>
      <Title className="page-title">{q === '' ? 'Everything' : `“${q}”`}</Title>
      <Pages query={results} what="what was found" waiting={<CardSkeletons />} empty={<Empty title="Nothing was found" />}>
        {(items) => (
          <ul className="grid">
            {items.map((item) =>
              item.kind === 'video' || item.kind === 'album' ? (
                <ContentCard key={item.id} shown={ofFound({ ...item, kind: item.kind })} now={now} />
              ) : null,
            )}
          </ul>
        )}
      </Pages>
    </>
  );
}
