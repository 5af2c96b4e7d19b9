import { type ApiWorld, handleApi, respondUnavailable } from '@hikyaku/api';
import { openLog } from '@hikyaku/log';
import { house } from '../../../../house/house.ts';

/** The REST API. It knows keys only: no cookie of the dashboard means anything here. */
async function handle(request: Request): Promise<Response> {
  const world = await findWorld();
  return world ? handleApi(world, request) : respondUnavailable();
}

/** Null while the house cannot be opened: the database or the queue is away. */
async function findWorld(): Promise<ApiWorld | null> {
  try {
    const { config, keyring, app, engine, limits, drains, wakePlan, imports, resolver, leadsHere, log } = await house();
    return {
      ...{ config, keyring, app, engine, limits, wakePlan, log },
      waker: drains,
      wakeImport: imports.wake,
      lookUpTxt: resolver.txt,
      leadsHere,
    };
  } catch (error) {
    openLog('mua', 'warn').warn({ err: error }, 'what the API stands on cannot be opened');
    return null;
  }
}

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
