/** Names in the order of the Ukrainian alphabet, in every language: a list is found where it was. */
let ukrainian: Intl.Collator | undefined; // made late: the first screen needs none

export function byName(a: { name: string }, b: { name: string }): number {
  ukrainian ??= new Intl.Collator("uk");
  return ukrainian.compare(a.name, b.name);
}
