import type { ReactNode } from 'react';
import { useSession } from '../hooks/useSession';
import { LockIcon } from './icons';
import { LoginButton } from './LoginButton';
import { Empty, Loading } from './Notice';

export function LoginNeeded({ to, children }: { to: string; children: ReactNode }) {
  const session = useSession();
  if (!session.known) {
    return <Loading what="your session" />;
  }
  return session.member !== undefined ? (
    children
  ) : (
    <Empty page title={`Log in to ${to}`} icon={<LockIcon />}>
      <LoginButton primary />
    </Empty>
  );
}
