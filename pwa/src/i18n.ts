/** The words of the interface: gettext for the browser, fed by one small JSON per language made from the same .po files as the server's. */
import { computed, signal } from "@preact/signals";

export interface Catalogue {
  lang: string;
  /** CLDR plural category to index of msgstr: computed when the catalogue is built, so that no rule is evaluated here. */
  p: Partial<Record<Intl.LDMLPluralRule, number>>;
  /** By `keyOf` the English text. */
  m: Record<number, string | string[]>;
}
/** As it is sent: the keys in ascending order, each as its distance from the one before. */
export interface Packed {
  lang: string;
  p: Catalogue["p"];
  k: string;
  m: (string | string[])[];
}
type Values = Record<string, string | number>;

/** A text kept in several languages, as rows and reports carry it. */
export type Local = Record<string, string>;

const KEPT = "verstat.language";
const DEFAULT = "uk";
/** The source texts are English, so English needs no catalogue and is what remains when none can be had. */
const SOURCE: Catalogue = { lang: "en", p: { one: 0, other: 1 }, m: {} };

/** Each language names itself, so that it can be found by whoever cannot read the present one. */
export const LANGUAGES: readonly (readonly [code: string, name: string])[] = [
  ["uk", "Українська"],
  ["en", "English"],
];

const current = signal<Catalogue>(SOURCE);
const rules = computed(() => new Intl.PluralRules(current.value.lang));

/** Components that read it are drawn again when the language changes. */
export const lang = computed(() => current.value.lang);
export const language = (): string => chosenLanguage() ?? current.peek().lang;

export function use(next: Catalogue): void {
  current.value = next;
  document.documentElement.lang = next.lang;
}

/** What was chosen on this phone; null when nobody has chosen, or the browser keeps nothing. */
export function chosenLanguage(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

/** Speak the language chosen on this phone; without its catalogue the source texts are shown. */
export async function begin(): Promise<void> {
  try {
    use(await load(chosenLanguage() ?? DEFAULT));
  } catch {
    use(SOURCE);
  }
}

/** Change the language at once and remember it. Rejects, changing nothing, when the catalogue cannot be had. */
export async function speak(code: string): Promise<void> {
  use(await load(code));
  try {
    localStorage.setItem(KEPT, code);
  } catch {
    // A browser that keeps nothing asks again next time; the words are right for now.
  }
}

async function load(code: string): Promise<Catalogue> {
  if (code === SOURCE.lang) return SOURCE;
  const answer = await fetch(`/i18n/${code}.json`);
  if (!answer.ok) throw new Error(`no catalogue for ${code}`);
  return unpack((await answer.json()) as Packed);
}

function unpack({ k, m, ...rest }: Packed): Catalogue {
  const all: Catalogue["m"] = {};
  let key = 0;
  for (const [i, step] of k.split(" ").entries()) {
    key += Number.parseInt(step, 36);
    all[key] = m[i] ?? "";
  }
  return { ...rest, m: all };
}

const fill = (text: string, values?: Values): string =>
  values ? text.replace(/%\((\w+)\)s/g, (whole, name: string) => String(values[name] ?? whole)) : text;

const KEYS = 2 ** 24;

/** A number made of a text; written out, the English texts would be a quarter of a catalogue (locales/catalogue.py). */
export function keyOf(text: string): number {
  let key = 0;
  for (let i = 0; i < text.length; i++) key = (key * 31 + text.charCodeAt(i)) % KEYS;
  return key;
}

function find(key: string, id: string): string {
  const found = current.value.m[keyOf(key)];
  return typeof found === "string" ? found : id;
}

export const gettext = (id: string, values?: Values): string => fill(find(id, id), values);

export const pgettext = (context: string, id: string, values?: Values): string =>
  fill(find(`${context}\x04${id}`, id), values);

/** The number itself is there as %(num)s, grouped as the language groups it. */
export function ngettext(one: string, many: string, num: number, values?: Values): string {
  const forms = current.value.m[keyOf(one)];
  const index = current.value.p[rules.value.select(num)] ?? 0;
  const picked = Array.isArray(forms) ? forms[index] : num === 1 ? one : many;
  return fill(picked ?? many, { num: number(num), ...values });
}

/** The first of Intl's formats takes a slow phone a tenth of a second, and no language of ours writes less otherwise. */
export const number = (value: number): string =>
  value >= 0 && value < 1_000 && Number.isInteger(value)
    ? String(value)
    : new Intl.NumberFormat(lang.value).format(value);

/** A share between 0 and 1, as "33%". */
export const percent = (share: number): string =>
  new Intl.NumberFormat(lang.value, { style: "percent" }).format(share);

/** The text in the reader's language, or in whichever there is. */
export const local = (text: Local): string =>
  text[lang.value] ?? text[DEFAULT] ?? Object.values(text)[0] ?? "";
