import type { ReactNode } from 'react';
import { useSession } from '../hooks/useSession';
import { LockIcon } from './icons';
import { LoginButton } from './LoginButton';
import { Loading } from './Notice';

export function LoginNeeded({ to, children }: { to: string; children: ReactNode }) {
  const session = useSession();
  if (!session.known) {
    return <Loading what="your session" />;
  }
  if (session.member !== undefined) {
    return children;
  }
  return (
    <div className="notice">
      <span className="notice-icon">
        <LockIcon />
      </span>
      <h2>Log in to {to}</h2>
      <LoginButton primary />
    </div>
  );
}
