import { useQuery } from '@tanstack/react-query';
import { parseCues, type Cue } from '../util/cues';

const NONE: Cue[] = [];

/** A film's chapters; none where there are none, since it plays as well without. */
export function useCues(url: string | undefined): Cue[] {
  const { data } = useQuery({
    queryKey: ['cues', url],
    queryFn: async ({ signal }) => {
      const response = await fetch(url ?? '', { signal });
      return response.ok ? parseCues(await response.text()) : NONE;
    },
    enabled: url !== undefined,
    staleTime: Infinity,
  });
  return data ?? NONE;
}
