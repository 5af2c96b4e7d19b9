import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerPermits, takeByGcra } from './gcra.ts';

const rates = fc.record({
  perSecond: fc.double({ min: 0.01, max: 20_000, noNaN: true }),
  burst: fc.integer({ min: 1, max: 2_000 }),
});
const calls = fc.array(fc.tuple(fc.integer({ min: 0, max: 5_000_000 }), fc.integer({ min: 1, max: 3_000 })), {
  maxLength: 60,
});
const START = Date.UTC(2026, 0, 1) * 1_000;

test('over any span no more is granted than the burst and what the rate allows', () => {
  fc.assert(
    fc.property(rates, calls, (rate, asked) => {
      let state = { granted: 0, arrivalMicros: 0 };
      let now = START;
      let granted = 0;
      for (const [pause, want] of asked) {
        now += pause;
        state = takeByGcra(state.arrivalMicros, now, rate, want);
        granted += state.granted;
        expect(granted).toBeLessThanOrEqual(rate.burst + ((now - START) * rate.perSecond) / 1_000_000 + 1e-3);
      }
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('after the wait that was named one more permit is granted', () => {
  fc.assert(
    fc.property(rates, calls, (rate, asked) => {
      let arrivalMicros = 0;
      let now = START;
      for (const [pause, want] of asked) {
        now += pause;
        const after = takeByGcra(arrivalMicros, now, rate, want);
        arrivalMicros = after.arrivalMicros;
        const { waitMs } = answerPermits({ ...after, nowMicros: now }, rate, want);
        if (waitMs > 0) expect(takeByGcra(arrivalMicros, now + waitMs * 1_000, rate, 1).granted).toBe(1);
      }
    }),
    { seed: 1, numRuns: 300 },
  );
});
