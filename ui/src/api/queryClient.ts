import { QueryClient } from '@tanstack/react-query';
import { isTimeout, Problem } from '../util/problem';

const TRIES = 2;

/** What was asked for is shown again at once and renewed behind; only failures that may pass are tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (tries, error) => tries < TRIES && !isTimeout(error) && (!(error instanceof Problem) || error.status >= 500),
    },
  },
});
