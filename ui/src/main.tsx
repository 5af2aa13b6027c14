import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/mantine';
import 'virtual:theme.css';
import { queryClient } from './api/queryClient';
import { answersFromFrame } from './api/session';
import { SessionProvider } from './hooks/useSession';
import { router } from './router';
import './styles/base.css';
import './styles/shell.css';
import './styles/components.css';
import { theme } from './theme';

const root = document.getElementById('root');
if (root === null) {
  throw new Error('index.html has no #root');
}
if (!answersFromFrame()) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
        <QueryClientProvider client={queryClient}>
          <SessionProvider>
            <RouterProvider router={router} />
          </SessionProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
