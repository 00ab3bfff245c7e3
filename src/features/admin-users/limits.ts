import { DAY } from '../../platform/seconds.ts';

/** How long both people of an action that needs two must have had their role. */
export const twoPersonLimits = Object.freeze({ heldSeconds: DAY });

/** How many people a page of the list shows, how far those who fit a search are counted, and how many e-mails one person is shown with. */
export const userListLimits = Object.freeze({ users: 50, countedUsers: 1000, mails: 10 });
