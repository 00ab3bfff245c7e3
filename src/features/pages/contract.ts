/** Pages on which several features meet, each answered with the one document. */
export const sharedPaths = ['/', '/settings/security', '/settings/profile'] as const;
