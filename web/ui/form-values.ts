/** The named text fields of a form. */
export function formValues<Name extends string>(
  form: HTMLFormElement,
  names: readonly Name[],
): Record<Name, string> {
  const data = new FormData(form);
  const text = (name: Name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  // Object.fromEntries is typed to lose its keys, and the language has no form of it that keeps them.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one entry is made for every name, just here
  return Object.fromEntries(names.map((name) => [name, text(name)])) as Record<Name, string>;
}
