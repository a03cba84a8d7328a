/** A mentor without a group: what the school still does, and what comes then. */
import { gettext } from "../../i18n";
import { Empty } from "../../parts/empty";

export const Waits = () => (
  <>
    <Empty
      title={gettext("Your group is on its way")}
      steps={[
        gettext("The school checks who works with minors and writes down the answer"),
        gettext("It gives you a group; open Verstat once with a network"),
        gettext("Then all works without a network: roll call, log, plans"),
      ]}
    >
      {gettext(
        "Your next session, what was agreed and who has gone silent will lie here. Waiting long? Ask the school that invited you.",
      )}
    </Empty>
    <a class="btn" href="/join">
      {gettext("I have a group's code")}
    </a>
  </>
);
