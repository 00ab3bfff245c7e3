import { captchaErrors } from '../../core/captcha/errors.ts';
import { lazyRoute } from '../../http.ts';
import { captchaSettings } from './contract.ts';

export const captcha = {
  name: 'captcha',
  errors: [captchaErrors],
  routes: [
    lazyRoute(
      captchaSettings,
      async () => await import('./show-settings.ts'),
      async ({ showSettings }, { deps }) => showSettings(deps),
    ),
  ],
};
