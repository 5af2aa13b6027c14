import { InMemoryWebStorage } from 'oidc-client-ts';

/** What is kept until the tab is closed, and what is kept in this browser. */
export const tabStorage = granted(() => sessionStorage);
export const browserStorage = granted(() => localStorage);

/** A browser may refuse its storage to a page in another site's frame: there, all is forgotten with the page. */
function granted(storage: () => Storage): Storage {
  try {
    return storage();
  } catch {
    return new InMemoryWebStorage();
  }
}
