export { Button, ButtonLink, type ButtonLinkProps, type ButtonProps, type ButtonTone, buttonClass } from './button.tsx';
export { classNames } from './class-names.ts';
export { CodeBlock } from './code-block.tsx';
export { CopyButton, type CopyButtonProps } from './copy-button.tsx';
export { type Column, DataTable, type DataTableProps } from './data-table.tsx';
export { Dialog, type DialogProps, Sheet } from './dialog.tsx';
export { EmptyState, type EmptyStateProps } from './empty-state.tsx';
export { ErrorSummary, type ErrorSummaryProps } from './error-summary.tsx';
export {
  CheckField,
  type CheckFieldProps,
  describedBy,
  Field,
  type FieldProps,
  InputField,
  type InputFieldProps,
  SelectField,
  type SelectFieldProps,
  TextField,
  type TextFieldProps,
} from './field.tsx';
export { MailFrame, type MailFrameProps } from './mail-frame.tsx';
export { Menu, MenuItem, type MenuItemProps, MenuNote, type MenuProps } from './menu.tsx';
export { Meter, type MeterProps } from './meter.tsx';
export { Notice, type NoticeProps, type NoticeTone } from './notice.tsx';
export { PageHeader, type PageHeaderProps } from './page-header.tsx';
export { type Fact, Facts, Panel, type PanelProps } from './panel.tsx';
export {
  type BarState,
  barStates,
  StateBar,
  type StateBarProps,
  StateLegend,
  type StateLegendProps,
  stateFill,
} from './state-bar.tsx';
export { StatusBadge, type StatusBadgeProps, type Tone } from './status-badge.tsx';
export { TabLinks, type TabLinksProps } from './tab-links.tsx';
export { Timeline, type TimelineEntry } from './timeline.tsx';
