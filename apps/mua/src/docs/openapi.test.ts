import { expect, test } from 'vitest';
import { describeSchema, listCalls, type OpenApi, resolveSchema } from './openapi.ts';

const document: OpenApi = {
  info: { title: 'API', version: '1' },
  paths: { '/emails/{id}': { get: { summary: 'One' } }, '/emails': { post: {}, get: {} } },
  components: { schemas: { Email: { type: 'object', properties: { id: { type: 'string' } } } } },
};

test('every call of the document has a place of its own on the page', () => {
  const calls = listCalls(document);
  expect(calls.map((call) => `${call.method} ${call.path}`)).toEqual([
    'GET /emails/{id}',
    'GET /emails',
    'POST /emails',
  ]);
  expect(new Set(calls.map((call) => call.id)).size).toBe(3);
});

test('schemas are told in one line', () => {
  expect(describeSchema({ type: 'array', items: { $ref: '#/components/schemas/Email' } })).toBe('Email[]');
  expect(describeSchema({ anyOf: [{ type: 'string' }, { type: 'null' }] })).toBe('string | null');
  expect(describeSchema({ enum: ['a', 'b'] })).toBe('"a" | "b"');
  expect(resolveSchema(document, { $ref: '#/components/schemas/Email' })?.properties).toHaveProperty('id');
});
