/** The name under a sending domain at which its tracking links stand, once it leads to the product. */
export const trackingName = (domain: string): string => `track.${domain}`;

/** SQL: the tracking name of the verified domain in the place `domain` of the tenant in the place `tenant`, or null. */
export const trackingNameOf = (tenant: string, domain: string): string =>
  `(SELECT '${trackingName('')}' || x.name FROM sending_domains x
    WHERE x.tenant_id = ${tenant} AND x.name = ${domain} AND x.status = 'verified' AND x.found -> 'tracking' = 'true')`;
