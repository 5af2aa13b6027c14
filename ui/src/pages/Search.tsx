import { Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sayPage } from '../api/report';
import { searchQuery } from '../api/search';
import { CardGrid } from '../components/CardGrid';
import { Facets } from '../components/Facets';
import { FoundItem } from '../components/FoundItem';
import { LinkButton } from '../components/links';
import { Empty, Loading } from '../components/Notice';
import { Pages } from '../components/Pages';
import { useNow } from '../hooks/useNow';
import { useTitle } from '../hooks/useTitle';
import { number } from '../util/format';

export function Search() {
  const asked = useSearch({ from: '/search' });
  const now = useNow();
  const results = useInfiniteQuery(searchQuery(asked, now));
  const first = results.data?.pages[0];
  const q = asked.q ?? '';
  useTitle(q === '' ? 'Search' : q);
  const total = first?.total.value;
  useEffect(() => {
    if (q !== '' && total !== undefined) {
      sayPage('searched', 'search', { term: q.slice(0, 100), results: total });
    }
  }, [q, total]);
  return (
    <div className="searching">
      <Facets facets={first?.facets} />
      <section aria-label="Results">
        <Title className="page-title">{q === '' ? 'Everything' : `“${q}”`}</Title>
        {first !== undefined && (
          <p className="meta" role="status">
            {first.total.exact ? '' : 'More than '}
            {number(first.total.value)} found
          </p>
        )}
        <Pages
          query={results}
          what="what was found"
          waiting={<Loading what="what was found" />}
          empty={
            <Empty title="Nothing was found">
              <p>Try fewer or other words, or take a filter away.</p>
              <LinkButton to="/search" search={{ q }} variant="default">
                Without filters
              </LinkButton>
            </Empty>
          }
        >
          {(items) => (
            <CardGrid page="search" place="search" className="found-list">
              {items.map((item) => (
                <FoundItem key={item.id} item={item} now={now} />
              ))}
            </CardGrid>
          )}
        </Pages>
      </section>
    </div>
  );
}
