/** What is said when an act could not be saved: nothing is claimed, earlier work is safe, what to do. */
import { gettext } from "../../i18n";
import { Banner } from "../../parts/bits";

interface Props {
  code: string;
  /** What was not saved, and the way out: where there is no room, else. */
  full: string;
  closed: string;
}

export const NotSaved = ({ code, full, closed }: Props) => (
  <div ref={show}>
    <Banner
      tone="err"
      title={
        code === "full" ? gettext("No room left on this phone") : gettext("The phone could not save this")
      }
    >
      <p>{code === "full" ? full : closed}</p>
    </Banner>
  </div>
);

/** One presses at the end of a long text: what went wrong must come to where one looks. */
const show = (node: Element | null) => node?.scrollIntoView({ block: "center" });
