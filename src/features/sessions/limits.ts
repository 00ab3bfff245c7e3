/** How many living sessions and remembered browsers the list shows; the newest. */
export const sessionListLimits = Object.freeze({ sessions: 100 });
