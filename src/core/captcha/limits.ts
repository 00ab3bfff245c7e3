/** From this many failures in a row of an account on, a person has to show that they are one. */
export const captchaLimits = Object.freeze({ afterFailures: 3 });
