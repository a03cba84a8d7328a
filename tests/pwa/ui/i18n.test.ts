/** The words: plural rules, placeholders, contexts, what happens without a catalogue. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  begin,
  type Catalogue,
  chosenLanguage,
  gettext,
  keyOf,
  lang,
  local,
  ngettext,
  number,
  type Packed,
  percent,
  pgettext,
  speak,
  use,
} from "../../../pwa/src/i18n";
import keys from "../../house/keys.json";

const WORDS = {
  "%(num)s lesson": ["%(num)s урок", "%(num)s уроки", "%(num)s уроків"],
  Open: "Відкрити",
  "state\x04Open": "Відкрито",
  "Lesson %(n)s: %(title)s": "Урок %(n)s: %(title)s",
};
const UK: Catalogue = {
  lang: "uk",
  p: { one: 0, few: 1, many: 2, other: 2 },
  m: Object.fromEntries(Object.entries(WORDS).map(([text, said]) => [keyOf(text), said])),
};
const EN: Catalogue = { lang: "en", p: { one: 0, other: 1 }, m: {} };

beforeEach(() => {
  localStorage.clear();
  use(UK);
});
afterEach(() => vi.unstubAllGlobals());

test.each(keys)("the catalogue and the phone call a text alike: $key", ({ text, key }) => {
  expect(keyOf(text)).toBe(Number.parseInt(key || "0", 36));
});

const lessons = (n: number) => ngettext("%(num)s lesson", "%(num)s lessons", n);

test.each([
  [0, "0 уроків"],
  [1, "1 урок"],
  [2, "2 уроки"],
  [4, "4 уроки"],
  [5, "5 уроків"],
  [11, "11 уроків"],
  [12, "12 уроків"],
  [21, "21 урок"],
  [24, "24 уроки"],
  [111, "111 уроків"],
  [122, "122 уроки"],
])("Ukrainian counts %i", (n, text) => {
  expect(lessons(n)).toBe(text);
});

test("an untranslated count takes the English forms", () => {
  const days = (n: number) => ngettext("%(num)s day", "%(num)s days", n);
  expect([days(1), days(2), days(21)]).toEqual(["1 day", "2 days", "21 days"]);
});

test("placeholders are filled once, and text that looks like one stays", () => {
  const title = "%(n)s свічок, $& і $1";
  expect(gettext("Lesson %(n)s: %(title)s", { n: 6, title })).toBe(`Урок 6: ${title}`);
  expect(gettext("100% of %(what)s")).toBe("100% of %(what)s");
});

test("a context tells equal words apart", () => {
  expect([gettext("Open"), pgettext("state", "Open"), pgettext("verb", "Open")]).toEqual([
    "Відкрити",
    "Відкрито",
    "Open",
  ]);
});

test("numbers are grouped and shares written as the language does", () => {
  for (const value of [0, 7, 999, 1000, 1234, -5, 0.5, 1e6])
    expect(number(value)).toBe(new Intl.NumberFormat("uk").format(value));
  expect(percent(0.333)).toBe("33%");
});

test("a text in several languages is shown in the reader's, else in the default one", () => {
  expect(local({ uk: "Ціна", en: "Price" })).toBe("Ціна");
  use(EN);
  expect(local({ uk: "Ціна", en: "Price" })).toBe("Price");
  expect(local({ uk: "Ціна" })).toBe("Ціна");
  expect(local({})).toBe("");
});

test("a choice is spoken at once and kept on the phone", async () => {
  await speak("en");
  expect([lang.value, document.documentElement.lang, chosenLanguage()]).toEqual(["en", "en", "en"]);
  expect(lessons(2)).toBe("2 lessons");
});

/** As the build writes it. */
function packed({ lang, p, m }: Catalogue): Packed {
  const found = Object.entries(m)
    .map(([key, said]) => ({ key: Number(key), said }))
    .sort((a, b) => a.key - b.key);
  const steps = found.map(({ key }, i) => (key - (found[i - 1]?.key ?? 0)).toString(36));
  return { lang, p, k: steps.join(" "), m: found.map(({ said }) => said) };
}

test("without a choice the interface is Ukrainian", async () => {
  const asked = vi.fn(async () => new Response(JSON.stringify(packed(UK))));
  vi.stubGlobal("fetch", asked);
  use(EN);
  await begin();
  expect(asked).toHaveBeenCalledWith("/i18n/uk.json");
  expect(lang.value).toBe("uk");
  expect([gettext("Open"), pgettext("state", "Open"), lessons(5)]).toEqual([
    "Відкрити",
    "Відкрито",
    "5 уроків",
  ]);
});

test("a catalogue that cannot be had changes nothing, and at the start leaves the source texts", async () => {
  vi.stubGlobal("fetch", async () => new Response("", { status: 503 }));
  await expect(speak("pl")).rejects.toThrow();
  expect([lang.value, chosenLanguage()]).toEqual(["uk", null]);
  await begin();
  expect(gettext("Open")).toBe("Open");
});
