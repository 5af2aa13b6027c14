import { Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { relatedQuery } from '../api/feed';
import { useNow } from '../hooks/useNow';
import { ofFeed } from '../util/shown';
import { CardGrid } from './CardGrid';
import { ContentCard } from './ContentCard';
import { Pages } from './Pages';
import { Why } from './Why';

export function Related({ id }: { id: string }) {
  const now = useNow();
  return (
    <aside aria-labelledby="related" className="related">
      <Title order={2} id="related" mb="md">
        What comes next
      </Title>
      <Pages query={useInfiniteQuery(relatedQuery(id))} what="what comes next" empty={<p className="meta">Nothing is like it yet.</p>}>
        {(items) => (
          <CardGrid page="watch" place="related" className="related-list">
            {items.map((item) => (
              <ContentCard key={item.id} shown={ofFeed(item)} now={now} aside>
                <Why item={item} />
              </ContentCard>
            ))}
          </CardGrid>
        )}
      </Pages>
    </aside>
  );
}
