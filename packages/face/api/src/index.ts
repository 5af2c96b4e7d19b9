export { type Answer, answerProblem, respondUnavailable } from './answer/answer.ts';
export { PROBLEMS, type ProblemCode } from './answer/problem-codes.ts';
export { formatOpenApi } from './openapi/format-openapi.ts';
export { handleApi } from './router/handle-api.ts';
export type { ApiWorld } from './world.ts';
