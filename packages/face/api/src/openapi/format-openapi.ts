import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { ENDPOINTS } from '../endpoints/endpoints.ts';

type Json = Record<string, unknown>;

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'code', 'detail', 'errors'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: {
          path: { type: 'string', description: 'Dotted, with indexes; headers and query by their name' },
          message: { type: 'string' },
        },
      },
    },
  },
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key and body within 24 hours get the first answer again',
  schema: { type: 'string', minLength: 1, maxLength: 256 },
};

/** The OpenAPI 3.1 document of every call, made from the schemas that check requests. `url`: of this installation. */
export function formatOpenApi(url: string): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of ENDPOINTS) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: formatOperation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hikyaku',
      version: '1',
      description: 'Times are UTC (RFC 3339). Lists take `limit` and `cursor`. Errors are problem+json (RFC 9457).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${url}/api/v1` }],
    security: [{ key: [] }],
    tags: [...new Set(ENDPOINTS.map((endpoint) => endpoint.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key: `hk_...`' } },
      schemas: { Problem: PROBLEM },
      parameters: { IdempotencyKey: IDEMPOTENCY_KEY },
      responses: {
        Problem: {
          description: 'What is wrong',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

function formatOperation(endpoint: Endpoint): Json {
  return {
    operationId: formatOperationId(endpoint),
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: `Needs the permission \`${endpoint.permission}\`.`,
    parameters: [
      ...Object.entries(endpoint.ids ?? {}).map(([name, kind]) => ({
        name,
        in: 'path',
        required: true,
        description: `Id of a ${kind}`,
        schema: { type: 'string' },
      })),
      ...formatQuery(endpoint.query),
      ...(endpoint.method === 'POST' ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ],
    ...(endpoint.body ? { requestBody: formatBody(endpoint.body) } : {}),
    responses: {
      [endpoint.status]: formatResponse(endpoint),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

/** `POST /campaigns/{id}/send` is `postCampaignsByIdSend`. */
const formatOperationId = ({ method, path }: Endpoint): string =>
  method.toLowerCase() +
  path
    .split('/')
    .filter(Boolean)
    .map((segment) => segment.replace(/^\{(.*)\}$/, 'by-$1'))
    .join('-')
    .replace(/(?:^|[-_])([a-z])/g, (_, letter: string) => letter.toUpperCase());

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' });
  return json;
}

function formatQuery(query: z.ZodType | undefined): Json[] {
  if (!query) return [];
  const { properties = {}, required = [] } = toSchema(query, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function formatBody(body: NonNullable<Endpoint['body']>): Json {
  if (body.kind === 'json') {
    return {
      required: !body.optional,
      content: { 'application/json': { schema: toSchema(body.schema, 'input') } },
    };
  }
  if (body.kind === 'bytes') {
    return { required: true, content: Object.fromEntries(body.contentTypes.map((type) => [type, {}])) };
  }
  const form = toSchema(body.schema, 'input') as { properties?: Json; required?: string[] };
  const file = { type: 'string', contentMediaType: 'text/csv' };
  return {
    required: true,
    content: {
      'multipart/form-data': {
        schema: { ...form, properties: { file, ...form.properties }, required: ['file', ...(form.required ?? [])] },
      },
    },
  };
}

function formatResponse({ status, response, responseType }: Endpoint): Json {
  if (response) {
    return { description: 'Done', content: { 'application/json': { schema: toSchema(response, 'output') } } };
  }
  if (responseType) return { description: 'Done', content: { [responseType.split(';', 1)[0]!]: {} } };
  return { description: status === 204 ? 'Done; no body' : 'Done' };
}
