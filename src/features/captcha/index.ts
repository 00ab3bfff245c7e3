import { captchaErrors } from '../../core/captcha/errors.ts';
import { route } from '../../http.ts';
import { captchaSettings } from './contract.ts';
import { showSettings } from './show-settings.ts';

export const captcha = {
  name: 'captcha',
  errors: [captchaErrors],
  routes: [route(captchaSettings, async ({ deps }) => showSettings(deps))],
};
