/** What of a course lies on this phone and how large it is; keeping the rest, or letting go of it. */
import { useState } from "preact/hooks";
import { gettext, ngettext, number } from "../../i18n";
import { Section } from "../../parts/bits";
import { Meter } from "../../parts/drawn";
import { Icon } from "../../parts/icon";
import { keepBundles } from "../../store";
import type { Course } from "./shelf";
import { onPhone, size } from "./state";
import { forget } from "./texts";

export function Kept({ course }: { course: Course }) {
  const { here, kept, missing, coming } = onPhone(course);
  const [isAsked, setAsked] = useState(false);
  const count = here.filter(Boolean).length;
  const words = ngettext(
    "On this phone: %(done)s of %(num)s module, %(size)s",
    "On this phone: %(done)s of %(num)s modules, %(size)s",
    here.length,
    { done: number(count), size: size(kept) },
  );
  const want = async (wish: "whole" | "none") => {
    setAsked(wish === "whole");
    await keepBundles({ course: course.row.course, want: wish }).catch(() => setAsked(false));
    if (wish === "none") forget(course.row.parts.map(({ bundles }) => bundles));
  };
  return (
    <Section title={gettext("On this phone")}>
      <Meter marks={here} label={words} />
      <p role="status">
        {count === here.length
          ? gettext("The whole course is on this phone: %(size)s", { size: size(kept) })
          : words}
        {coming > 0 && ` · ${gettext("on its way: %(size)s", { size: size(coming) })}`}
      </p>
      {missing > 0 && (
        <p class="cap">
          {isAsked
            ? gettext("The rest comes by itself with the next network.")
            : gettext("The rest comes when you open it or ask for it here.")}
        </p>
      )}
      <div class="pick">
        {missing > 0 && (
          <button type="button" class="btn" onClick={() => void want("whole")}>
            <Icon name="save" />
            {gettext("Keep the whole course on this phone, %(size)s", { size: size(missing) })}
          </button>
        )}
        {count > 0 && (
          <button type="button" class="btn" onClick={() => void want("none")}>
            {gettext("Remove its lessons from this phone")}
          </button>
        )}
      </div>
    </Section>
  );
}
