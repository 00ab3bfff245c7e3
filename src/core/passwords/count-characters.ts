/** Unicode code points after NFKC, the form that is hashed (NIST SP 800-63B-4 section 3.1.1.2). */
export function countCharacters(password: string): number {
  return Array.from(password.normalize('NFKC')).length;
}
