import { useState } from 'react';
import type { Page } from '../api/types';
import { useLoad } from './useLoad';

/** A list that grows by a page at a time. */
export function usePages<T>(key: string, load: (cursor: string | undefined, signal?: AbortSignal) => Promise<Page<T>>) {
  const { loaded, reload } = useLoad(key, (signal) => load(undefined, signal));
  const [more, setMore] = useState<{ first: Page<T>; data: T[]; next: string | undefined }>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const first = loaded.state === 'ready' ? loaded.value : undefined;
  // Further pages belong to the first one they were loaded after.
  const further = more !== undefined && more.first === first ? more : undefined;
  const next = further === undefined ? (first?.next_cursor ?? undefined) : further.next;

  async function loadMore(): Promise<void> {
    if (first === undefined || next === undefined) {
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      const page = await load(next);
      setMore({ first, data: [...(further?.data ?? []), ...page.data], next: page.next_cursor ?? undefined });
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }

  return { loaded, reload, items: [...(first?.data ?? []), ...(further?.data ?? [])], hasMore: next !== undefined, loadMore, busy, error };
}
