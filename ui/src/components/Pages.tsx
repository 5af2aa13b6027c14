import { Button, Stack } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failed, InlineError, Loading } from './Notice';

interface Props<P extends { data?: unknown[] }> {
  query: UseInfiniteQueryResult<InfiniteData<P>>;
  what: string;
  waiting?: ReactNode;
  /** What is shown when there is nothing. */
  empty: ReactNode;
  children: (items: NonNullable<P['data']>, pages: P[]) => ReactNode;
}

/** A list that grows by a page at a time. */
export function Pages<P extends { data?: unknown[] }>({ query, what, waiting, empty, children }: Props<P>) {
  if (query.data === undefined) {
    return query.isError ? <Failed error={query.error} retry={() => void query.refetch()} /> : (waiting ?? <Loading what={what} />);
  }
  const items = query.data.pages.flatMap((page) => page.data ?? []) as NonNullable<P['data']>;
  return (
    <>
      {items.length === 0 ? empty : children(items, query.data.pages)}
      {query.hasNextPage && (
        <Stack align="center" mt="xl">
          <InlineError error={query.isFetchNextPageError ? query.error : undefined} />
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </Stack>
      )}
    </>
  );
}
