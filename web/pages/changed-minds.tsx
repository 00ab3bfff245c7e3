/**
 * Where mailed links lead with which something that waits is called off. They come as one script: what
 * they share is then in no other page's.
 */
export { CancelResetPage } from '../features/admin-users/cancel-reset-page.tsx';
export { KeepAccountPage } from '../features/leaving/keep-account-page.tsx';
