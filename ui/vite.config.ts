import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { themeCss } from './scripts/themeCss';

// `npm run dev` shows this checkout's app in front of a running Matinee, `npm run mock` in front of a made-up one.
const gateway = process.env['MATINEE_URL'] ?? 'http://localhost:8080';
const mock = process.env['MATINEE_MOCK'] !== undefined;
const proxy = mock ? {} : Object.fromEntries(['/api', '/auth', '/media'].map((path) => [path, { target: gateway }]));

export default defineConfig({
  plugins: [react(), themeCss(), ...(mock ? [(await import('./mock/plugin')).mockApi()] : [])],
  // The content security policy allows no data: scripts or styles, and small inlined images would gain nothing.
  build: { assetsInlineLimit: 0, target: 'es2022' },
  server: { proxy },
  preview: { proxy },
  test: { include: ['src/**/*.test.{ts,tsx}', 'mock/**/*.test.ts'] },
});
