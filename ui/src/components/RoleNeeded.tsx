import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { meQuery } from '../api/catalog';
import type { Me } from '../api/types';
import { useMember } from '../hooks/useSession';
import { LockIcon } from './icons';
import { LoginNeeded } from './LoginNeeded';
import { Empty } from './Notice';
import { QueryView } from './QueryView';

interface Props {
  /** The role that it takes. */
  needs: Me['roles'][number];
  /** Completes "Log in to …". */
  to: string;
  children: ReactNode;
}

/** A page for some only. That is told here; who may do what is up to the services. */
export function RoleNeeded({ needs, to, children }: Props) {
  const member = useMember();
  const me = useQuery({ ...meQuery, enabled: member !== undefined });
  return (
    <LoginNeeded to={to}>
      <QueryView query={me} what="who you are">
        {({ roles }) =>
          roles.includes(needs) ? (
            children
          ) : (
            <Empty page title={`This is for ${needs}s`} icon={<LockIcon />}>
              <p>Log in with an account that has that role to {to}.</p>
            </Empty>
          )
        }
      </QueryView>
    </LoginNeeded>
  );
}
