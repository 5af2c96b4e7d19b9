import NextLink from 'next/link';
import type { ComponentProps } from 'react';

/** A link within the product. Nothing is fetched before it is clicked: a page of 50 people would be 50 requests. */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
