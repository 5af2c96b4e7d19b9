import type { Sql } from '../sql.ts';

// Only what is our own: an extension's objects belong to whoever installed it.
const CLEAR = `
DO $$
DECLARE it text;
BEGIN
  FOR it IN SELECT format('%I', relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
      AND NOT relispartition AND relowner = current_user::regrole LOOP
    EXECUTE 'DROP TABLE IF EXISTS public.' || it || ' CASCADE';
  END LOOP;
  FOR it IN SELECT format('%I', relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
      AND relowner = current_user::regrole LOOP
    EXECUTE 'DROP SEQUENCE IF EXISTS public.' || it || ' CASCADE';
  END LOOP;
  FOR it IN SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proowner = current_user::regrole LOOP
    EXECUTE 'DROP ROUTINE IF EXISTS ' || it || ' CASCADE';
  END LOOP;
  FOR it IN SELECT format('%I', typname) FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')
      AND typowner = current_user::regrole LOOP
    EXECUTE 'DROP TYPE IF EXISTS public.' || it || ' CASCADE';
  END LOOP;
END $$`;

/** Drops every table, sequence, routine and type of the schema `public` that belongs to this login. */
export async function clearSchema(owner: Sql): Promise<void> {
  await owner.query(CLEAR);
}
