import type { ViewOf } from '../../../src/core/endpoint/endpoint.ts';
import {
  listSessions,
  revokeAllSessions,
  revokeOtherSessions,
} from '../../../src/features/sessions/contract.ts';
import { signedInCall } from '../../session.ts';
import { t } from '../../text.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { endDevice, endSession, endTrustIn } from './endings.ts';
import { BrowserRow } from './browser-row.tsx';
import { useEnding, type Ending } from './use-ending.ts';

type List = ViewOf<typeof listSessions>;

const loadList = async () => await signedInCall(listSessions, {});

/** Every living session and every remembered browser, each with a way to end it. */
export function SessionsPage() {
  const { value: list, problem, reload } = useLoaded(loadList, null);
  const ending = useEnding(reload);
  return (
    <>
      <Notice focus>{ending.done}</Notice>
      {problem && (
        <ProblemNote problem={problem}>
          <Button kind="secondary" onClick={() => void reload()}>
            {t('Try again')}
          </Button>
        </ProblemNote>
      )}
      {!list && !problem && (
        <Card title={t('Signed in')}>
          <Skeleton label={t('Loading')} lines={6} />
        </Card>
      )}
      {list && <SessionsCard list={list} onAsk={ending.ask} />}
      {list && <DevicesCard list={list} onAsk={ending.ask} />}
      {ending.asked && (
        <ConfirmDialog
          question={ending.asked}
          act={ending.act}
          onAway={() => ending.ask(null)}
          onConfirm={ending.confirm}
        />
      )}
    </>
  );
}

interface ListCardProps {
  readonly list: List;
  readonly onAsk: (ending: Ending) => void;
}

function SessionsCard({ list: { sessions }, onAsk }: ListCardProps) {
  return (
    <Card
      title={t('Signed in')}
      footer={
        <>
          <Button
            kind="secondary"
            disabled={sessions.length < 2}
            onClick={() => onAsk(endOthers())}
          >
            {t('End all others')}
          </Button>
          <Button kind="secondary" onClick={() => onAsk(endAll())}>
            {t('End all, this one too')}
          </Button>
        </>
      }
    >
      <ul class="divide-y divide-hairline">
        {currentFirst(sessions).map((session) => (
          <BrowserRow
            key={session.id}
            browser={session}
            method={session.method}
            acts={[{ label: t('End'), onPress: () => onAsk(endSession(session)) }]}
          />
        ))}
      </ul>
      {sessions.length < 2 && (
        <p class="text-[0.9375rem] text-muted">{t('You are signed in nowhere else.')}</p>
      )}
    </Card>
  );
}

function DevicesCard({ list: { devices }, onAsk }: ListCardProps) {
  return (
    <Card title={t('Remembered browsers')}>
      <p class="text-muted">
        {t(
          'A browser that signed in before is never locked out by somebody else’s failed attempts. Forgetting one ends its sessions.',
        )}
      </p>
      {devices.length === 0 ? (
        <p class="text-[0.9375rem] text-muted">{t('None yet. Signing in remembers a browser.')}</p>
      ) : (
        <ul class="divide-y divide-hairline border-t border-hairline">
          {currentFirst(devices).map((device) => (
            <BrowserRow
              key={device.id}
              browser={device}
              trustedUntil={device.trusted_until}
              acts={[
                ...(device.trusted_until
                  ? [{ label: t('Stop trusting'), onPress: () => onAsk(endTrustIn(device)) }]
                  : []),
                { label: t('Forget'), onPress: () => onAsk(endDevice(device)) },
              ]}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}

const currentFirst = <Row extends { readonly current: boolean }>(rows: readonly Row[]) =>
  rows.toSorted((one, other) => Number(other.current) - Number(one.current));

const endOthers = (): Ending => ({
  title: t('End all other sessions?'),
  text: t('Everybody else who is signed in as you has to sign in again. This browser stays.'),
  label: t('End all others'),
  done: t('All other sessions have ended.'),
  endsThis: false,
  act: async () => await signedInCall(revokeOtherSessions, {}),
});

const endAll = (): Ending => ({
  title: t('End every session?'),
  text: t('You are signed out here, too, and every browser is forgotten.'),
  label: t('End all'),
  done: '',
  endsThis: true,
  act: async () => await signedInCall(revokeAllSessions, {}),
});
