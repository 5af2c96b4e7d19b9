import { join } from 'node:path';

/** Folder of the embedded cluster in a home. */
export const clusterFolder = (home: string): string => join(home, 'postgres');
