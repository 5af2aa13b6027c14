import { convertCssVariables, defaultCssVariablesResolver, DEFAULT_THEME, mergeMantineTheme } from '@mantine/core';
import type { Plugin } from 'vite';
import { theme } from '../src/theme';

const NAME = 'virtual:theme.css';

/**
 * The theme's variables as a file. Mantine would write them into a <style> element at run time, which a strict content
 * security policy refuses.
 */
export function themeCss(): Plugin {
  return {
    name: 'matinee-theme-css',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? convertCssVariables(defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme)), ':root') : undefined),
  };
}
