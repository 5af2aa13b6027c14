import { Drawer } from '@mantine/core';
import { Navigation } from './Navigation';

/** The ways through the house where there is no room for them beside the page. */
export default function MenuDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Drawer opened={open} onClose={onClose} title="Matinee" size="17rem" closeButtonProps={{ 'aria-label': 'Close the menu' }}>
      <Navigation label="Menu" onChosen={onClose} />
    </Drawer>
  );
}
