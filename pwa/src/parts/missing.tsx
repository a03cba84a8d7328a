/** A path that leads nowhere, or to what belongs to others: the two look alike. */
import { gettext } from "../i18n";
import { Empty } from "./empty";
import { Frame, MainAct } from "./frame";

export default function Missing() {
  return (
    <Frame
      title={gettext("Nothing here")}
      up="/"
      act={<MainAct to="/" label={gettext("To the first screen")} />}
      narrow
    >
      <Empty title={gettext("This place is empty")}>
        {gettext("There is no such page, or it is not yours to see. Your work is safe.")}
      </Empty>
    </Frame>
  );
}
