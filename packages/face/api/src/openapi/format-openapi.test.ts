import { expect, test } from 'vitest';
import { ENDPOINTS } from '../endpoints/endpoints.ts';
import { formatOpenApi } from './format-openapi.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document of many shapes
const document = formatOpenApi('http://127.0.0.1:3000') as any;

test('every call is in the document once, with the parameters of its path', () => {
  const ids = new Set<string>();
  for (const endpoint of ENDPOINTS) {
    const operation = document.paths[endpoint.path][endpoint.method.toLowerCase()];
    ids.add(operation.operationId);
    const named = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = operation.parameters.filter((one: { in?: string }) => one.in === 'path');
    expect(declared.map((one: { name: string }) => one.name)).toEqual(named);
    expect(Object.keys(endpoint.ids ?? {})).toEqual(named);
    expect(operation.responses[endpoint.status]).toBeDefined();
    expect(operation.requestBody === undefined).toBe(endpoint.body === undefined);
  }
  expect(ids.size).toBe(ENDPOINTS.length);
});

test('every reference leads somewhere', () => {
  const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
  expect(references.length).toBeGreaterThan(0);
  for (const reference of references) {
    const path = reference.slice('"$ref":"#/'.length, -1).split('/');
    expect(path.reduce((at, key) => at?.[key], document)).toBeDefined();
  }
});

test('bodies are documented by the schemas that check them', () => {
  const { schema } = document.paths['/emails'].post.requestBody.content['application/json'];
  expect(schema.required).toEqual(['from', 'to']);
  expect(schema.properties.to.anyOf).toHaveLength(2);
  expect(schema.properties.template_id.type).toBe('string');
  expect(schema.properties.scheduled_at.format).toBe('date-time');
  expect(schema.properties.stream).toMatchObject({ enum: ['transactional', 'bulk'], default: 'transactional' });
  const form = document.paths['/imports'].post.requestBody.content['multipart/form-data'].schema;
  expect(form.required).toEqual(['file', 'list_id']);
});
