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
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every name is there: they are the keys
  return Object.fromEntries(names.map((name) => [name, text(name)])) as Record<Name, string>;
}
