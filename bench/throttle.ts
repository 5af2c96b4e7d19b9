/** The receiver that throttles takes so many messages a second, and is watched for so long. */
export const THROTTLE = { perSecond: 100, seconds: 10 } as const;
