import { Avatar, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { logOut } from '../api/session';
import { useSession } from '../hooks/useSession';
import { CheckIcon, HalfIcon, MoonIcon, SunIcon } from './icons';
import { LoginButton } from './LoginButton';

const THEMES = [
  { value: 'auto', label: 'Colours as the system has them', icon: <HalfIcon /> },
  { value: 'light', label: 'Light', icon: <SunIcon /> },
  { value: 'dark', label: 'Dark', icon: <MoonIcon /> },
] as const;

/** Who is there, and how the app looks. */
export function AccountMenu() {
  const session = useSession();
  const member = session.known ? session.member : undefined;
  // Switching without transitions would write a <style> element, which the content security policy refuses.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <>
      {session.known && member === undefined && <LoginButton />}
      <Menu>
        <Menu.Target>
          <UnstyledButton className="account" aria-label={member === undefined ? 'Settings' : `Account of ${member.name}`}>
            <Avatar radius="xl" size={34} color={member === undefined ? 'gray' : 'ember'} aria-hidden="true">
              {member === undefined ? <HalfIcon /> : member.name.slice(0, 1).toUpperCase()}
            </Avatar>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {member !== undefined && <Menu.Label>{member.name}</Menu.Label>}
          <Menu.Label>Colours</Menu.Label>
          {THEMES.map(({ value, label, icon }) => (
            <Menu.Item
              key={value}
              role="menuitemradio"
              aria-checked={colorScheme === value}
              leftSection={icon}
              rightSection={colorScheme === value ? <CheckIcon /> : undefined}
              onClick={() => {
                setColorScheme(value);
              }}
            >
              {label}
            </Menu.Item>
          ))}
          {member !== undefined && (
            <>
              <Menu.Divider />
              <Menu.Item onClick={() => void logOut()}>Log out</Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
