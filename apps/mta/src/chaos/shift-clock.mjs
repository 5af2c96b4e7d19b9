// Preloaded into the mta by the fault-injection suite: the wall clock of the process goes back by `?ms=` at SIGUSR2 and
// ahead at SIGWINCH, as when somebody sets it. Timers and performance.now() go on as they were.
const Real = globalThis.Date;
let shiftMs = 0;

globalThis.Date = class Shifted extends Real {
  constructor(...given) {
    super(...(given.length > 0 ? given : [Real.now() + shiftMs]));
  }
  static now() {
    return Real.now() + shiftMs;
  }
};

const byMs = Number(new URL(import.meta.url).searchParams.get('ms'));
process.on('SIGUSR2', () => {
  shiftMs -= byMs;
});
process.on('SIGWINCH', () => {
  shiftMs += byMs;
});
