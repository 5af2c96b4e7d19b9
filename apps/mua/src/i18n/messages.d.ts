import type messages from '../../messages/en.json';
import type { locales } from './locale.ts';

/** A key that is not in the messages does not compile. */
declare module 'next-intl' {
  interface AppConfig {
    Messages: typeof messages;
    Locale: (typeof locales)[number];
  }
}
