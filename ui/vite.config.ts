import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// `npm run dev` shows this checkout's app in front of a running Matinee.
const gateway = process.env['MATINEE_URL'] ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [react()],
  // The content security policy allows no data: scripts or styles, and small inlined images would gain nothing.
  build: { assetsInlineLimit: 0, target: 'es2022' },
  server: {
    proxy: Object.fromEntries(['/api', '/auth', '/media'].map((path) => [path, { target: gateway }])),
  },
  test: { include: ['src/**/*.test.ts'] },
});
