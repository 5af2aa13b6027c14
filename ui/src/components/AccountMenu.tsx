import { Avatar, UnstyledButton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useSession } from '../hooks/useSession';
import { initialOf } from '../util/format';
import { HalfIcon } from './icons';
import { LoginButton } from './LoginButton';

// A menu is a tenth of the app; it comes when somebody wants it.
const AccountDropdown = lazy(() => import('./AccountDropdown'));

/** Who is there, and the way to log in. */
export function AccountMenu() {
  const session = useSession();
  const member = session.known ? session.member : undefined;
  const [wanted, setWanted] = useState(false);
  const button = (
    <UnstyledButton
      className="account"
      aria-haspopup="menu"
      aria-label={member === undefined ? 'Settings' : `Account of ${member.name}`}
      onClick={() => {
        setWanted(true);
      }}
    >
      <Avatar radius="xl" size={34} color={member === undefined ? 'gray' : 'ember'} aria-hidden="true">
        {member === undefined ? <HalfIcon /> : initialOf(member.name)}
      </Avatar>
    </UnstyledButton>
  );
  return (
    <>
      {session.known && member === undefined && <LoginButton />}
      {wanted ? (
        <Suspense fallback={button}>
          <AccountDropdown>{button}</AccountDropdown>
        </Suspense>
      ) : (
        button
      )}
    </>
  );
}
