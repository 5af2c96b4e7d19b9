export { type ContentContext, type ContentFinding, checkContent } from './check-content.ts';
export { frameHtml } from './frame-html.ts';
export { htmlToText } from './html-to-text.ts';
export { changeTemplate } from './saved/change-template.ts';
export { createTemplate } from './saved/create-template.ts';
export { deleteTemplate } from './saved/delete-template.ts';
export { findTemplate } from './saved/find-template.ts';
export { listTemplates } from './saved/list-templates.ts';
export type { SavedTemplate, TemplateDraft } from './saved/saved-template.ts';
export { type CheckedTemplate, checkTemplate } from './template/check-template.ts';
export type { MergeValues, TemplateSource } from './template/merge-values.ts';
export {
  openTemplate,
  type RenderedContent,
  type RenderFailure,
  type Template,
  type TemplateOptions,
} from './template/open-template.ts';
export { listLinks } from './track/list-links.ts';
export { openTracking, type Tracked, type TrackedUrl, type Tracking } from './track/open-tracking.ts';
