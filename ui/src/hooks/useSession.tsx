import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { currentMember, onMemberChange, type Member } from '../api/session';

type Session = { known: false } | { known: true; member: Member | undefined };

const SessionContext = createContext<Session>({ known: false });

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<Session>({ known: false });
  useEffect(() => {
    const stop = onMemberChange((member) => {
      setSession({ known: true, member });
    });
    void currentMember().then((member) => {
      setSession({ known: true, member });
    });
    return stop;
  }, []);
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  return use(SessionContext);
}
