/** A memory that fails for good, given up in two steps: what can be read is shown and saved, then a new one begins. */
import { useEffect, useState } from "preact/hooks";
import { gettext, ngettext } from "../i18n";
import { type Repair, repair } from "../store";
import { Banner } from "./bits";
import { downloadText } from "./file";
import { Icon } from "./icon";
import { Sure } from "./sure";

/** By then the phone has tried several times by itself. */
const PATIENCE = 10_000;

export default function Mending() {
  const [isDue, setDue] = useState(false);
  const [found, setFound] = useState<Repair>();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  const run = async (step: () => Promise<void>) => {
    setBusy(true);
    await step().then(
      () => setFailed(false),
      () => setFailed(true),
    );
    setBusy(false);
    return false;
  };
  const see = () => run(async () => setFound(await repair()));
  if (!isDue) return null;
  return (
    <>
      <h3>{gettext("If it stays so")}</h3>
      <p>
        {gettext(
          "Verstat can begin a new memory on this phone. What can still be read of your work goes into it, and the rest comes from the server again.",
        )}
      </p>
      {found ? (
        <Found found={found} busy={busy} run={run} />
      ) : (
        <button type="button" class="btn wide" aria-busy={busy} onClick={() => void see()}>
          <Icon name="log" />
          {gettext("See what can be read")}
        </button>
      )}
      {failed && (
        <Banner tone="err" title={gettext("That did not work")}>
          <p>
            {gettext(
              "Switch the phone off and on, then try again. Show it to your mentor before you delete anything.",
            )}
          </p>
        </Banner>
      )}
    </>
  );
}

interface FoundProps {
  found: Repair;
  busy: boolean;
  run: (step: () => Promise<void>) => Promise<boolean>;
}

function Found({ found: { work, isWhole, isList, run: renew }, busy, run }: FoundProps) {
  const unsent = work.waiting.length + work.refused.length;
  const label = gettext("Begin a new memory");
  const begin = () =>
    run(async () => {
      await renew();
      location.reload();
    });
  const lost = gettext("What was not delivered and cannot be read will be lost.");
  return (
    <>
      <p>
        {isList
          ? gettext("You will sign in again. What you did is not touched by this.")
          : ngettext(
              "%(num)s act that is not delivered can be read.",
              "%(num)s acts that are not delivered can be read.",
              unsent,
            )}
      </p>
      {!isWhole && (
        <Banner tone="err" title={gettext("Not everything can be read")}>
          <p>{lost}</p>
        </Banner>
      )}
      {!isList && (
        <button type="button" class="btn wide" onClick={() => void downloadText(work)}>
          <Icon name="save" />
          {gettext("Save as a file")}
        </button>
      )}
      <Sure
        label={label}
        wide
        busy={busy}
        onYes={begin}
        {...(!isWhole && { yes: gettext("Begin anew, lose what cannot be read") })}
      >
        <p>{isWhole ? gettext("Save the file first, to be sure.") : lost}</p>
      </Sure>
    </>
  );
}
