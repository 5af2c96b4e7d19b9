import { Panel } from '@hikyaku/ui';
import { getTranslations } from 'next-intl/server';
import { type Call, describeSchema, type OpenApi, resolveSchema, type Schema } from './openapi.ts';

/** One call of the API: what it takes and what it answers. */
export async function CallPanel({ document, call }: { document: OpenApi; call: Call }) {
  const t = await getTranslations('docs');
  const { operation } = call;
  const parameters = (operation.parameters ?? []).map((parameter) => {
    const name = parameter.$ref?.split('/').pop();
    return (name && document.components?.parameters?.[name]) || parameter;
  });
  const [bodyType, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  return (
    <div id={call.id} className="scroll-mt-4">
      <Panel
        title={
          <span className="font-mono">
            <span className="mr-2 text-accent">{call.method}</span>
            <span className="[overflow-wrap:anywhere]">{call.path}</span>
          </span>
        }
        about={operation.summary}
      >
        <div className="flex flex-col gap-4 text-sm">
          {operation.description ? <p>{operation.description}</p> : null}
          {parameters.length > 0 ? (
            <Fields
              title={t('parameters')}
              fields={parameters.map((one) => ({
                name: one.name,
                type: `${describeSchema(one.schema)} · ${one.in}`,
                required: one.required ?? false,
                about: one.description ?? one.schema?.description,
              }))}
            />
          ) : null}
          {body?.schema ? (
            <Fields title={`${t('body')} · ${bodyType}`} fields={fieldsOf(document, body.schema)} />
          ) : null}
          <div>
            <h3 className="mb-1 text-xs font-medium text-faint">{t('answers')}</h3>
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
              {Object.entries(operation.responses ?? {}).map(([status, response]) => (
                <div key={status} className="contents">
                  <dt className="font-mono">{status}</dt>
                  <dd className="text-faint">
                    {response.description}{' '}
                    {Object.values(response.content ?? {})
                      .map((media) => describeSchema(media.schema))
                      .join(', ')}
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        </div>
      </Panel>
    </div>
  );
}

type Field = { name: string; type: string; required: boolean; about: string | undefined };

function fieldsOf(document: OpenApi, schema: Schema): Field[] {
  const whole = resolveSchema(document, schema);
  const inner = whole?.items ? resolveSchema(document, whole.items) : whole;
  const fields = Object.entries(inner?.properties ?? {}).map(([name, property]) => ({
    name: whole?.items ? `[].${name}` : name,
    type: describeSchema(property),
    required: inner?.required?.includes(name) ?? false,
    about: property.description,
  }));
  return fields.length > 0
    ? fields
    : [{ name: '', type: describeSchema(schema), required: true, about: whole?.description }];
}

async function Fields({ title, fields }: { title: string; fields: readonly Field[] }) {
  const t = await getTranslations('docs');
  return (
    <div>
      <h3 className="mb-1 text-xs font-medium text-faint">{title}</h3>
      <dl className="divide-y divide-line border-y border-line">
        {fields.map((field) => (
          <div key={field.name + field.type} className="grid gap-x-4 py-1.5 sm:grid-cols-[14rem_minmax(0,1fr)]">
            <dt className="font-mono text-xs [overflow-wrap:anywhere]">
              {field.name}
              {field.required ? <span className="ml-2 font-sans text-faint">{t('required')}</span> : null}
            </dt>
            <dd>
              <span className="font-mono text-xs text-faint [overflow-wrap:anywhere]">{field.type}</span>
              {field.about ? <span className="block">{field.about}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
