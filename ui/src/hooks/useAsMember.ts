import { logIn } from '../api/session';
import { tellFailure } from './useNotices';
import { useMember } from './useSession';

/** Lets a member do something; whoever is not logged in is led there first. */
export function useAsMember(): (act: () => void) => void {
  const member = useMember();
  return (act) => {
    if (member === undefined) {
      logIn().catch(() => {
        tellFailure(new Error('The login page cannot be reached. Try again in a moment.'));
      });
    } else {
      act();
    }
  };
}
