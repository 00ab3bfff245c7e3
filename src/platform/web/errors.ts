import { defineErrors } from '../errors.ts';

/** What can go wrong before a request reaches its use case. */
export const requestErrors = defineErrors({
  INVALID_REQUEST: {
    status: 400,
    title: 'Invalid request',
    detail: 'Some fields of the request are missing, unknown or not valid.',
    suggestedFix: 'Fix the listed fields and send the request again.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: 'Body too large',
    detail: 'The request body is larger than 64 KiB.',
    suggestedFix: 'Send a smaller body.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'The request body is not declared as JSON in UTF-8.',
    suggestedFix: 'Send JSON with the header content-type: application/json.',
  },
  NOT_FOUND: {
    status: 404,
    title: 'Not found',
    detail: 'There is nothing at this address.',
    suggestedFix: 'Check the path, letter by letter: it is matched exactly.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'Method not allowed',
    detail: 'This address does not answer to this method.',
    suggestedFix: 'Use one of the methods in the Allow header.',
  },
  ORIGIN_REFUSED: {
    status: 403,
    title: 'Origin refused',
    detail: 'This request came from a page of another site.',
    suggestedFix: 'Send it from a page of this site, or from a program without an Origin header.',
  },
  FORBIDDEN: {
    status: 403,
    title: 'Forbidden',
    detail: 'You do not have permission to do this.',
    suggestedFix: 'Ask somebody who may give you the role or the scope that this needs.',
  },
  INTERNAL: {
    status: 500,
    title: 'Internal error',
    detail: 'Something went wrong on our side.',
    suggestedFix: 'Try again; if it stays, report the trace id.',
  },
});
