/** What is over the limit of the programme. */
import { gettext } from "../../i18n";
import { Banner } from "../../parts/bits";
import { price } from "../../parts/money";

/** Said before it is saved, so that nobody wonders why the sums stay. */
export const OverLimit = ({ limit }: { limit: number }) => (
  <Banner icon="teams" title={gettext("A second person is needed")}>
    <p>
      {gettext(
        "More than %(sum)s: it is saved, and counts once another member or a mentor has approved it.",
        {
          sum: price(limit),
        },
      )}
    </p>
  </Banner>
);
