/**
 * Where links lead behind which a password is chosen. They come as one script: what they share is then
 * in no other page's.
 */
export { ClaimAdminPage } from '../features/bootstrap/claim-admin-page.tsx';
export { ResetPasswordPage } from '../features/passwords/reset-password-page.tsx';
