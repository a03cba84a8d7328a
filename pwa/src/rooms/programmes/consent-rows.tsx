/** What somebody consents to, purpose by purpose. */
import { gettext } from "../../i18n";
import { Section } from "../../parts/bits";
import { Icon } from "../../parts/icon";
import { PURPOSES, wordsOf } from "../people/consent-words";

interface Props {
  /** The purposes that are consented to, and those that have to be. */
  consents: readonly string[];
  due: readonly string[];
}

/** An empty mark is an answer that was no, or none: only what was given may be done. */
export const Consents = ({ consents, due }: Props) => (
  <Section title={gettext("Consents")}>
    <ul class="rows">
      {PURPOSES.map((purpose) => {
        const isGiven = consents.includes(purpose);
        return (
          <li key={purpose} class="row">
            <div>
              <h3>{wordsOf(purpose).name}</h3>
            </div>
            {isGiven ? (
              <span class="mk">
                {gettext("Yes")}
                <Icon name="check" tone="ok" />
              </span>
            ) : due.includes(purpose) ? (
              <span class="tag">{gettext("missing")}</span>
            ) : (
              <span class="cap">{gettext("not given")}</span>
            )}
          </li>
        );
      })}
    </ul>
  </Section>
);
