import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { queryClient } from '../api/queryClient';
import { currentMember, onMemberChange, type Member } from '../api/session';

type Session = { known: false } | { known: true; member: Member | undefined };

const SessionContext = createContext<Session>({ known: false });

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<Session>({ known: false });
  useEffect(() => {
    let now: Member | undefined;
    const stop = onMemberChange((member) => {
      if (now !== undefined && now.id !== member?.id) {
        // What somebody was shown is not for whoever comes after them.
        void queryClient.resetQueries();
      }
      now = member;
      setSession({ known: true, member });
    });
    void currentMember().then((member) => {
      now = member;
      setSession({ known: true, member });
    });
    return stop;
  }, []);
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  return use(SessionContext);
}

/** Who is logged in; undefined for a stranger, and until it is known. */
export function useMember(): Member | undefined {
  const session = useSession();
  return session.known ? session.member : undefined;
}
