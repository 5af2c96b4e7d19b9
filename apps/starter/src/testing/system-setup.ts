import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Demo, openProduct } from './open-product.ts';

declare module 'vitest' {
  interface ProvidedContext {
    demoFile: string;
    productHome: string;
  }
}

/** The product that all system tests share: the one that `npm test` runs already, or one of their own. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env.HIKYAKU_TEST_DEMO;
  if (running) {
    project.provide('demoFile', running);
    project.provide('productHome', dirname(running));
    return async () => {};
  }
  const product = await openProduct();
  project.provide('demoFile', product.demoFile);
  project.provide('productHome', product.home);
  return async () => {
    await product.close();
  };
}

/** demo.json of the running product. */
export const readDemo = (file: string): Demo => JSON.parse(readFileSync(file, 'utf8'));
