import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failed, Loading } from './Notice';

interface Props<T> {
  query: UseQueryResult<T>;
  /** Completes "Loading …". */
  what: string;
  /** What keeps the place of what is asked for. */
  waiting?: ReactNode;
  children: (value: T) => ReactNode;
}

/** What was asked for, as soon as it is there: every page's loading and failing in one place. */
export function QueryView<T>({ query, what, waiting, children }: Props<T>) {
  if (query.data !== undefined) {
    return children(query.data);
  }
  if (query.isError) {
    return <Failed error={query.error} retry={() => void query.refetch()} />;
  }
  return waiting ?? <Loading what={what} />;
}
