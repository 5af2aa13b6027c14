import type { QueryClient } from '@tanstack/react-query';

const renew = (client: QueryClient, keys: string[][]): Promise<unknown> => Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));

/** Has every list and page that shows a video asked for anew after it was changed, made again or deleted. */
export const videoChanged = (client: QueryClient, id: string): Promise<unknown> =>
  renew(client, [['video', id], ['edit', id], ['videos'], ['feed'], ['related'], ['likes'], ['history'], ['playlist']]);

/** The same for an album. */
export const albumChanged = (client: QueryClient, id: string): Promise<unknown> => renew(client, [['album', id], ['albums'], ['feed'], ['related'], ['likes']]);
