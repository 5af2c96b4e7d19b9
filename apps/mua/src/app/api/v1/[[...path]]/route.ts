import { handleApi } from '@hikyaku/api';
import { house } from '../../../../house/house.ts';

/** The REST API. It knows keys only: no cookie of the dashboard means anything here. */
async function handle(request: Request): Promise<Response> {
  const { config, keyring, app, engine, limits, drains, wakePlan, imports, resolver, log } = await house();
  const world = {
    ...{ config, keyring, app, engine, limits, wakePlan, log },
    waker: drains,
    wakeImport: imports.wake,
    lookUpTxt: resolver.txt,
  };
  return handleApi(world, request);
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
