import { Menu, type MenuItemProps } from '@mantine/core';
import { createLink, type LinkComponent } from '@tanstack/react-router';
import { forwardRef, type AnchorHTMLAttributes } from 'react';

type Props = MenuItemProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof MenuItemProps>;

const MenuAnchor = forwardRef<HTMLAnchorElement, Props>(function MenuAnchor(props, ref) {
  return <Menu.Item component="a" ref={ref} {...props} />;
});

/** A menu's item as a link; apart from the others, since menus come later than links. */
export const MenuLink: LinkComponent<typeof MenuAnchor> = createLink(MenuAnchor);
