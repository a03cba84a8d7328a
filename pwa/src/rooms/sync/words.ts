/** What a person did, in words. */
import { gettext, LANGUAGES, ngettext } from "../../i18n";
import type { Item } from "../../store";
import { acted } from "../manufactories/acted";

/**
 * The label was written down with the act - a lesson's title, a person's or a group's name - so that it reads the
 * same when its row is no longer on the phone.
 */
export function describe(item: Item): string {
  const name = item.label ?? "";
  switch (item.type) {
    case "progress.complete_lesson":
      return name ? gettext("Lesson: %(title)s", { title: name }) : gettext("Lesson done");
    case "progress.submit_quiz":
      return gettext("Quiz: %(title)s", { title: name });
    case "people.choose_language": {
      const { language } = item.body;
      return gettext("Language: %(name)s", {
        name: LANGUAGES.find(([code]) => code === language)?.[1] ?? language,
      });
    }
    case "people.give_consent":
      return gettext("Your consents");
    case "people.record_clearance":
      return gettext("Mentor's check: %(name)s", { name });
    case "programmes.accept":
      return gettext("Accepted: %(name)s", { name });
    case "programmes.refuse":
      return gettext("Refused: %(name)s", { name });
    case "programmes.withdraw":
      return gettext("Left the group: %(name)s", { name });
    case "programmes.record_consent":
      return gettext("Consents from paper: %(name)s", { name });
    case "programmes.assign_mentor":
      return gettext("Mentor of a group: %(name)s", { name });
    case "programmes.dismiss_mentor":
      return gettext("No longer mentor of a group: %(name)s", { name });
    case "mentoring.call_roll":
      return gettext("Roll call: %(name)s", { name });
    case "mentoring.log_session":
      return ngettext(
        "Session of %(num)s minute: %(name)s",
        "Session of %(num)s minutes: %(name)s",
        item.body.minutes,
        { name },
      );
    case "mentoring.plan_session":
      return gettext("Planned session: %(name)s", { name });
    case "mentoring.cancel_session":
      return gettext("Session called off: %(name)s", { name });
    case "mentoring.announce":
      return gettext("Announcement: %(name)s", { name });
    case "mentoring.retract":
      return gettext("Announcement taken back");
    default:
      return acted(item, name);
  }
}
