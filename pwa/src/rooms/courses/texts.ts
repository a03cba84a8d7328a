/** Bundles as signals: outlines and modules, as far as they lie on the phone or can be had. */
import { computed, effect, type Signal, signal } from "@preact/signals";
import { lang } from "../../i18n";
import { account, type Bundle, type BundleRef, bundle, held, truth } from "../../store";

/** Undefined while it is being fetched, null when it is neither here nor to be had now. */
export type Text<T extends Bundle = Bundle> = T | null | undefined;

const texts = new Map<string, Signal<Text>>();
const person = computed(() => account.value?.id);

/** What the present person's rights gave is not handed to the next one. */
effect(() => {
  void person.value;
  texts.clear();
});
/** After each delivery there is a network, whatever the browser says: what was not to be had is asked for again. */
effect(() => {
  void truth.value;
  for (const [hash, text] of texts) if (text.peek() === null) void fetchInto(hash, text);
});

async function fetchInto(hash: string, into: Signal<Text>): Promise<void> {
  into.value = await bundle(hash).catch(() => null);
}

/** The bundle of this hash; asked for when it is first looked at. */
export function textOf(hash: string): Text {
  if (!texts.has(hash)) void bring(hash);
  return texts.get(hash)?.value;
}

async function bring(hash: string): Promise<void> {
  const text = signal<Text>(undefined);
  texts.set(hash, text);
  await fetchInto(hash, text);
}

/** Those of these editions that lie on the phone are read by the end. */
export async function bringHere(all: readonly Editions[]): Promise<void> {
  const hashes = all.filter(isHere).flatMap((editions) => refOf(editions)?.hash ?? []);
  await Promise.all(hashes.filter((hash) => !texts.has(hash)).map(bring));
}

/** What was removed from the phone is asked for anew when it is opened, so that it is kept again. */
export function forget(editions: readonly Editions[]): void {
  for (const edition of editions) for (const { hash } of Object.values(edition)) texts.delete(hash);
}

type Editions = Record<string, BundleRef>;

/** In the reader's language, else in the first there is. */
export const refOf = (editions: Editions): BundleRef | undefined =>
  editions[lang.value] ?? Object.values(editions)[0];

export const isHere = (editions: Editions): boolean => {
  const ref = refOf(editions);
  return ref !== undefined && held.value.here.has(ref.hash);
};

/** In the reader's language; while that cannot be had, in whichever lies on the phone: a lesson is better than none. */
export function edition(editions: Editions): Text {
  const own = refOf(editions);
  const wanted = own ? textOf(own.hash) : null;
  if (wanted !== null) return wanted;
  for (const { hash } of Object.values(editions)) {
    const found = textOf(hash);
    if (found) return found;
  }
  return null;
}
