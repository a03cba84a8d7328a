/** Names in the order of the Ukrainian alphabet, in every language: a list is found where it was. */
const ukrainian = new Intl.Collator("uk");

export const byName = (a: { name: string }, b: { name: string }): number => ukrainian.compare(a.name, b.name);
