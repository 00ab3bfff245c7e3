import { DAY } from '../../platform/seconds.ts';

/** How long both people of an action that needs two must have had their role. */
export const twoPersonLimits = Object.freeze({ heldSeconds: DAY });

/** How many people a page of the list shows, and how far those who fit a search are counted. */
export const userListLimits = Object.freeze({ users: 50, countedUsers: 1000 });
