export { type Ops, openOps, type Readiness } from './open-ops.ts';
export { type Closeable, type ProgramFrame, runProgram } from './run-program.ts';
