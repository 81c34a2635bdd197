import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    maxWorkers: 1,
    isolate: false, // one jsdom for all: it takes seconds to start
    testTimeout: 60_000, // on a busy machine a page of a hundred rows takes seconds to draw
    passWithNoTests: false
  }
});
