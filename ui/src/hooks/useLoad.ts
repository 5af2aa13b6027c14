import { useEffect, useState } from 'react';

export type Loaded<T> = { state: 'loading' } | { state: 'ready'; value: T } | { state: 'failed'; error: unknown };

/**
 * Loads something for a page, again whenever `key` changes or `reload` is called. With `everyMs` it is asked for again
 * while that returns a number; the value shown stays until the next one is there.
 */
export function useLoad<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  everyMs: (value: T) => number | undefined = () => undefined,
): { loaded: Loaded<T>; reload: () => void } {
  const [round, setRound] = useState(0);
  const [result, setResult] = useState<{ key: string; loaded: Loaded<T> }>({ key, loaded: { state: 'loading' } });

  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () => {
      load(stop.signal).then(
        (value) => {
          if (!stop.signal.aborted) {
            setResult({ key, loaded: { state: 'ready', value } });
            const wait = everyMs(value);
            timer = wait === undefined ? undefined : setTimeout(ask, wait);
          }
        },
        (error: unknown) => {
          if (!stop.signal.aborted) {
            setResult({ key, loaded: { state: 'failed', error } });
          }
        },
      );
    };
    ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
    // The functions are new at each render; what they ask for is named by the key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, round]);

  return {
    loaded: result.key === key ? result.loaded : { state: 'loading' },
    reload: () => {
      setRound(round + 1);
    },
  };
}
