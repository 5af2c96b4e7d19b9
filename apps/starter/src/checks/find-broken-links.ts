import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const LEFT_OUT = new Set(['node_modules', 'generated', 'dist', 'test-results', 'playwright-report']);
const HIDDEN = /^\.(?!github$)/;

/** Every Markdown file below `folder`, sorted; what is installed, generated or built is left out. */
function listMarkdown(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !LEFT_OUT.has(name) && !HIDDEN.test(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return listMarkdown(path);
      return entry.name.endsWith('.md') ? [path] : [];
    })
    .sort();
}

/** Where a document's relative links lead: files or folders, without `#anchor`. Code is no link. */
export function listLinks(markdown: string): string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)]
    .map(([, target = '']) => decodeURI(target.replace(/#.*$/, '')))
    .filter((target) => target !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(target));
}

/** Relative links of all documents below `root` that lead to no file or folder, as `file: link`. */
export function findBrokenLinks(root: string): string[] {
  return listMarkdown(root).flatMap((file) =>
    listLinks(readFileSync(file, 'utf8'))
      .filter((target) => !existsSync(target.startsWith('/') ? join(root, target) : join(dirname(file), target)))
      .map((target) => `${relative(root, file)}: ${target}`),
  );
}
