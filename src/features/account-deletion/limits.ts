/** How much of each kind an export holds; the newest. */
export const exportLimits = Object.freeze({ exported: 1000 });
