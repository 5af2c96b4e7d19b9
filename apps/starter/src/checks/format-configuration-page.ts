import { metaOf, type SettingName, settings } from '@hikyaku/config';

const INTRODUCTION = `# Configuration

<!-- Generated from packages/base/config/src/settings.ts by \`npm run check -- --fix\`. -->

Every setting is an environment variable, and none is needed for \`npm start\` or \`npm test\`. An empty value counts as
not set. \`HIKYAKU_PORT_OFFSET\` is added to default ports, not to a port that was set. A value that cannot be understood
stops the program with a line that names it.
`;

/** docs/configuration.md: one table row per setting, in the order of the schema. */
export function formatConfigurationPage(): string {
  const names = Object.keys(settings.shape) as SettingName[];
  const inside = names.filter((name) => metaOf(name).internal);
  const table = (list: readonly SettingName[]) =>
    ['| setting | default | |', '|---|---|---|', ...list.map(formatRow), ''].join('\n');
  return [
    INTRODUCTION,
    table(names.filter((name) => !inside.includes(name))),
    '## Set by the product itself',
    '',
    table(inside),
  ].join('\n');
}

function formatRow(name: SettingName): string {
  const { fallback, about = '', offset } = metaOf(name);
  const shown = fallback === undefined || fallback === '' ? '' : `\`${fallback}\`${offset ? ' + offset' : ''}`;
  return `| \`${name}\` | ${shown} | ${about.replaceAll('|', '\\|')} |`;
}
