import { Menu, useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { meQuery } from '../api/catalog';
import { logOut } from '../api/session';
import { useMember } from '../hooks/useSession';
import { CheckIcon, HalfIcon, MoonIcon, SunIcon } from './icons';
import { MenuLink } from './MenuLink';

const THEMES = [
  { value: 'auto', label: 'Colours as the system has them', icon: <HalfIcon /> },
  { value: 'light', label: 'Light', icon: <SunIcon /> },
  { value: 'dark', label: 'Dark', icon: <MoonIcon /> },
] as const;

/** What a member may go to from anywhere, and how the app looks. */
export default function AccountDropdown({ children }: { children: ReactElement }) {
  const member = useMember();
  const me = useQuery({ ...meQuery, enabled: member !== undefined }).data;
  // Switching without transitions would write a <style> element, which the content security policy refuses.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <Menu defaultOpened>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {member !== undefined && <Menu.Label>{member.name}</Menu.Label>}
        {me !== undefined && (
          <MenuLink to="/channel/$channel" params={{ channel: me.channel.handle }}>
            Your channel
          </MenuLink>
        )}
        {me !== undefined && <MenuLink to="/settings/notifications">What you are told</MenuLink>}
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
  );
}
