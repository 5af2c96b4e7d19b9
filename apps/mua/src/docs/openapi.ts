/** What the reference page reads of an OpenAPI 3.1 document. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
};

export type Parameter = {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
};

type Media = Readonly<Record<string, { readonly schema?: Schema }>>;

export type Operation = {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Media; readonly description?: string };
  readonly responses?: Readonly<Record<string, { readonly description?: string; readonly content?: Media }>>;
};

export type OpenApi = {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly servers?: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, Schema>>;
    readonly parameters?: Readonly<Record<string, Parameter>>;
  };
};

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

export type Call = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
};

/** Every call of the document, path by path. */
export const listCalls = (document: OpenApi): Call[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (!operation) return [];
      const id = `${method}${path.replace(/[^a-z0-9]+/gi, '-')}`.replace(/-+$/, '');
      return [{ id, method: method.toUpperCase(), path, operation }];
    }),
  );

/** What `#/components/schemas/X` points to. */
export function resolveSchema(document: OpenApi, schema: Schema | undefined): Schema | undefined {
  const name = schema?.$ref?.split('/').pop();
  return name ? document.components?.schemas?.[name] : schema;
}

/** A schema in one line: `string`, `array of Contact`, `"a" | "b"`. */
export function describeSchema(schema: Schema | undefined): string {
  if (!schema) return 'any';
  if (schema.$ref) return schema.$ref.split('/').pop() ?? '';
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return [...new Set(several.map(describeSchema))].join(' | ');
  if (schema.items) return `${describeSchema(schema.items)}[]`;
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : ((schema.type as string | undefined) ?? 'any');
  return schema.format ? `${type} (${schema.format})` : type;
}
