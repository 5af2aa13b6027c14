import { createTheme, type MantineColorsTuple } from '@mantine/core';

const ember: MantineColorsTuple = [
  '#fff1eb', '#ffe0d4', '#ffbfa8', '#ff9b78', '#ff7a4d', '#f0612f', '#d94f20', '#bb3d17', '#993215', '#772712',
];
const dark: MantineColorsTuple = [
  '#f1e8dd', '#cdbfb0', '#b5a595', '#8f8072', '#4d4138', '#3a312a', '#2b2420', '#1f1a17', '#14110f', '#0e0c0a',
];
const gray: MantineColorsTuple = [
  '#fbf6ee', '#f5ecdf', '#eadfce', '#dfd1bd', '#cdbba4', '#a8967f', '#74655a', '#5e5046', '#43372e', '#241b15',
];

/** Colours, type and the behaviour that all of the app's components share. `vite.config.ts` makes its CSS file of it. */
export const theme = createTheme({
  primaryColor: 'ember',
  // White on it is read well in both schemes.
  primaryShade: 7,
  autoContrast: true,
  luminanceThreshold: 0.35,
  colors: { ember, dark, gray },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  headings: {
    fontFamily: "'Iowan Old Style', 'Palatino Linotype', Palatino, 'URW Palladio L', P052, Georgia, serif",
    sizes: { h1: { fontSize: '1.75rem' }, h2: { fontSize: '1.3rem' }, h3: { fontSize: '1.08rem' } },
  },
  components: {
    // Its scroll lock writes a <style> element, which the content security policy refuses; base.css locks instead.
    Modal: { defaultProps: { lockScroll: false, centered: true } },
    Drawer: { defaultProps: { lockScroll: false } },
    Anchor: { defaultProps: { underline: 'always' } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
    Menu: { defaultProps: { withinPortal: true, shadow: 'md', position: 'bottom-end' } },
  },
});
