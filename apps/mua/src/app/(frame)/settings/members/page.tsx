import { formatId, withTenantPrisma } from '@hikyaku/db';
import { can, type Invitation, listInvitations, listMembers, type Member } from '@hikyaku/tenancy';
import { type Column, DataTable, PageHeader, Panel } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ActionButton } from '../../../../form/action-button.tsx';
import { ActionForm } from '../../../../form/action-form.tsx';
import { requirePrincipal } from '../../../../gate/require-principal.ts';
import { house } from '../../../../house/house.ts';
import { dropMember, invite, withdrawInvitation } from '../../../../settings/member-actions.ts';
import { RoleSelect } from '../../../../settings/role-select.tsx';
import { When } from '../../../../time/when.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('members'))('title') });

const INVITED_ROLES = ['editor', 'viewer', 'admin', 'owner'] as const;

export default async function MembersPage() {
  const t = await getTranslations('members');
  const frame = await getTranslations('frame');
  const principal = await requirePrincipal();
  const canWrite = can(principal, 'members:write');
  const { members, invitations } = await withTenantPrisma((await house()).prisma, principal.scope, async (tx) => ({
    members: await listMembers(tx),
    invitations: canWrite ? await listInvitations(tx) : [],
  }));
  const columns: Column<Member>[] = [
    {
      key: 'person',
      header: t('person'),
      grow: true,
      cell: (row) => (
        <>
          <span className="font-medium">{row.name || row.email}</span>
          {row.name ? <span className="block text-xs text-faint">{row.email}</span> : null}
        </>
      ),
    },
    {
      key: 'role',
      header: t('role'),
      cell: (row) =>
        canWrite ? (
          <RoleSelect id={formatId('user', row.userId)} role={row.role} name={row.name || row.email} />
        ) : (
          frame(`roles.${row.role}`)
        ),
    },
    { key: 'joined', header: t('joined'), wide: true, cell: (row) => <When at={row.joinedAt} /> },
    {
      key: 'remove',
      header: <span className="sr-only">{t('remove')}</span>,
      cell: (row) =>
        canWrite || row.userId === principal.userId ? (
          <ActionButton
            action={dropMember}
            values={{ id: formatId('user', row.userId) }}
            size="small"
            label={t('removeNamed', { name: row.name || row.email })}
          >
            {row.userId === principal.userId ? t('leave') : t('remove')}
          </ActionButton>
        ) : null,
    },
  ];
  const open: Column<Invitation>[] = [
    { key: 'email', header: t('email'), grow: true, cell: (row) => row.email },
    { key: 'role', header: t('role'), cell: (row) => frame(`roles.${row.role}`) },
    { key: 'until', header: t('until'), wide: true, cell: (row) => <When at={row.expiresAt} /> },
    {
      key: 'withdraw',
      header: <span className="sr-only">{t('withdraw')}</span>,
      cell: (row) => (
        <ActionButton
          action={withdrawInvitation}
          values={{ id: formatId('invitation', row.id) }}
          size="small"
          label={t('withdrawNamed', { email: row.email })}
        >
          {t('withdraw')}
        </ActionButton>
      ),
    },
  ];
  return (
    <>
      <PageHeader title={t('title')} about={t('about')} />
      <div className="flex flex-col gap-6">
        <DataTable
          caption={t('title')}
          columns={columns}
          rows={members}
          rowKey={(row) => String(row.userId)}
          empty={null}
        />
        {invitations.length > 0 ? (
          <section>
            <h2 className="mb-2 text-sm font-semibold">{t('invitations')}</h2>
            <DataTable
              caption={t('invitations')}
              columns={open}
              rows={invitations}
              rowKey={(row) => String(row.id)}
              empty={null}
            />
          </section>
        ) : null}
        {canWrite ? (
          <Panel title={t('invite')} about={t('inviteAbout')}>
            <ActionForm
              inline
              action={invite}
              submit={t('send')}
              fields={[
                { id: 'email', kind: 'email', label: t('email'), required: true, autoComplete: 'off' },
                {
                  id: 'role',
                  kind: 'select',
                  label: t('role'),
                  options: INVITED_ROLES.map((value) => ({ value, label: frame(`roles.${value}`) })),
                },
              ]}
            />
          </Panel>
        ) : null}
      </div>
    </>
  );
}
