/** Days as people write them, 05.03.2009, and as the wire does, 2009-03-05. */

/** What is typed, with the dots put in by themselves; deleting takes them out again. */
export function typedDay(now: string, before: string): string {
  const text = now.replace(/[.,/\- ]+/g, ".").replace(/[^\d.]/g, "");
  if (now.length < before.length) return text;
  return text
    .replace(/^(\d{2})(\d{1,2})/, "$1.$2")
    .replace(/^(\d{1,2}\.\d{2})(\d)/, "$1.$2")
    .replace(/^(\d{2}|\d{1,2}\.\d{2})$/, "$1.");
}

/** The day of the calendar that was written; null when there is none such. */
export function readDay(text: string): string | null {
  const [, day = "", month = "", year = ""] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})\.?$/.exec(text.trim()) ?? [];
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const found = new Date(`${iso}T00:00Z`);
  return !Number.isNaN(found.getTime()) && found.toISOString().startsWith(iso) ? iso : null;
}

/** The day it is here, or so many years later. */
export function today(years = 0): string {
  const now = new Date();
  const day = new Date(Date.UTC(now.getFullYear() + years, now.getMonth(), now.getDate()));
  return day.toISOString().slice(0, 10);
}
