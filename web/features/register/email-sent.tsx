import { ResendLink } from '../../resend-link.tsx';
import { t } from '../../text.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { SignInFrame } from '../../ui/sign-in-frame.tsx';
import { withExact } from '../../ui/exact.tsx';
import { Heading } from '../../ui/heading.tsx';

/** After registering. Whether the address was new is told to the reader of its mail, and to nobody else. */
export function EmailSent({ email }: { readonly email: string }) {
  return (
    <SignInFrame lit="outer">
      <Heading title={t('Check your mail')} />
      <div class="space-y-3">
        <p class="break-words">
          {withExact(t('An e-mail to {email} is on its way. It says what to do next.'), { email })}
        </p>
        <p class="text-muted">
          {t(
            'You can usually sign in right away. If that is refused, open the link in the e-mail first.',
          )}
        </p>
      </div>
      <ButtonLink href="/login">{t('Sign in')}</ButtonLink>
      <ResendLink email={email} />
    </SignInFrame>
  );
}
