const MASKS = Object.freeze({ 0: 'o', 1: 'i', 3: 'e', '@': 'a', $: 's' });

/** "p@$$w0rd" as it is meant: signs that stand for letters become those letters. */
export function unmask(text: string): string {
  return Object.entries(MASKS).reduce(
    (unmasked, [mask, letter]) => unmasked.replaceAll(mask, letter),
    text,
  );
}
