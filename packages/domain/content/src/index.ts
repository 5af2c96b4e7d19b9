export { type ContentContext, type ContentFinding, checkContent } from './check-content.ts';
export { frameHtml } from './frame-html.ts';
export { htmlToText } from './html-to-text.ts';
export { type CheckedTemplate, checkTemplate } from './template/check-template.ts';
export type { MergeValues, TemplateSource } from './template/merge-values.ts';
export {
  openTemplate,
  type RenderedContent,
  type RenderFailure,
  type Template,
  type TemplateOptions,
} from './template/open-template.ts';
