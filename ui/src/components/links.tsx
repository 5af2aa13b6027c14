import { ActionIcon, Anchor, Button, NavLink, type ActionIconProps, type AnchorProps, type ButtonProps, type NavLinkProps } from '@mantine/core';
import { createLink, type LinkComponent } from '@tanstack/react-router';
import { forwardRef, type AnchorHTMLAttributes } from 'react';

type Html<P> = P & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof P>;

const ButtonAnchor = forwardRef<HTMLAnchorElement, Html<ButtonProps>>(function ButtonAnchor(props, ref) {
  return <Button component="a" ref={ref} {...props} />;
});
const TextAnchor = forwardRef<HTMLAnchorElement, Html<AnchorProps>>(function TextAnchor(props, ref) {
  return <Anchor ref={ref} {...props} />;
});
const NavAnchor = forwardRef<HTMLAnchorElement, Html<NavLinkProps>>(function NavAnchor(props, ref) {
  return <NavLink component="a" ref={ref} {...props} />;
});
const IconAnchor = forwardRef<HTMLAnchorElement, Html<ActionIconProps>>(function IconAnchor(props, ref) {
  return <ActionIcon component="a" ref={ref} {...props} />;
});
/** Mantine's components as links that know the app's addresses and their parameters. */
export const LinkButton: LinkComponent<typeof ButtonAnchor> = createLink(ButtonAnchor);
export const TextLink: LinkComponent<typeof TextAnchor> = createLink(TextAnchor);
export const NavItem: LinkComponent<typeof NavAnchor> = createLink(NavAnchor);
export const IconLink: LinkComponent<typeof IconAnchor> = createLink(IconAnchor);
