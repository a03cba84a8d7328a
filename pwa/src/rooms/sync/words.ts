/** What a person did, in words. */
import { gettext, LANGUAGES } from "../../i18n";
import type { Item } from "../../store";

/** The label was written down with the act, so that it reads the same when the lesson is no longer on the phone. */
export function describe(item: Item): string {
  switch (item.type) {
    case "progress.complete_lesson":
      return item.label ? gettext("Lesson: %(title)s", { title: item.label }) : gettext("Lesson done");
    case "people.choose_language": {
      const { language } = item.body;
      const name = LANGUAGES.find(([code]) => code === language)?.[1] ?? language;
      return gettext("Language: %(name)s", { name });
    }
  }
}
