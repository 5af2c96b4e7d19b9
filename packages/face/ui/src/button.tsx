import type { ComponentProps, ElementType, ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type ButtonTone = 'primary' | 'secondary' | 'quiet' | 'danger';
type Size = 'medium' | 'small';

const tones: Record<ButtonTone, string> = {
  primary: 'bg-accent-fill text-on-fill hover:bg-accent-press border-transparent',
  secondary: 'bg-surface text-ink border-line hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
  danger: 'bg-bad-fill text-on-fill border-transparent hover:opacity-90',
};

const sizes: Record<Size, string> = {
  medium: 'min-h-9 px-3.5 text-sm',
  small: 'min-h-8 px-2.5 text-[13px]',
};

/** The look of a button, for elements that must be something else: a link, a trigger. */
export const buttonClass = (tone: ButtonTone = 'secondary', size: Size = 'medium', extra?: string): string =>
  classNames(
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-card border py-1 font-medium leading-tight whitespace-nowrap',
    'transition-colors duration-100 disabled:opacity-60 disabled:cursor-not-allowed aria-disabled:opacity-60',
    tones[tone],
    sizes[size],
    extra,
  );

export type ButtonProps = ComponentProps<'button'> & { tone?: ButtonTone; size?: Size; icon?: ReactNode };

export function Button({ tone, size, icon, className, children, type = 'button', ...rest }: ButtonProps) {
  return (
    <button type={type} className={buttonClass(tone, size, className)} {...rest}>
      {icon}
      {children}
    </button>
  );
}

export type ButtonLinkProps = {
  href: string;
  tone?: ButtonTone;
  size?: Size;
  icon?: ReactNode;
  /** The link element of the framework; default `a`. */
  as?: ElementType;
  className?: string;
  children: ReactNode;
  download?: boolean | string;
};

export function ButtonLink({ tone, size, icon, as: Link = 'a', className, children, ...rest }: ButtonLinkProps) {
  return (
    <Link className={buttonClass(tone, size, className)} {...rest}>
      {icon}
      {children}
    </Link>
  );
}
