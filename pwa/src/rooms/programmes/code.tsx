/** The code by which one asks for a seat in a group: shown large, as a link, on a poster; and a new one. */
import { useState } from "preact/hooks";
import { gettext } from "../../i18n";
import { Section } from "../../parts/bits";
import { Wrong } from "../../parts/field";
import { Icon } from "../../parts/icon";
import { useOnline } from "../../parts/online";
import { Share } from "../../parts/share";
import { Sure } from "../../parts/sure";
import { ProblemError, post, type Row, sendNow } from "../../store";
import { shownCode } from "./codes";
import { cohort as rowOf } from "./roster";

/** Nothing for whoever does not run the group. */
export function JoinCode({ cohort }: { cohort: string }) {
  const row = rowOf(cohort);
  return row ? <Code row={row} /> : null;
}

function Code({ row }: { row: Row<"school_cohort"> }) {
  const [fresh, setFresh] = useState<{ before: string; code: string }>();
  const code = fresh && fresh.before === row.code ? fresh.code : row.code;
  return (
    <Section title={gettext("Code of the group")}>
      <div class="card">
        <p class="n code big">{shownCode(code)}</p>
        <p class="cap">{gettext("Whoever has it can ask for a seat; you decide who gets one.")}</p>
        <Share link={`${location.origin}/join#${code}`} title={gettext("Join a group")} />
        <Poster cohort={row.cohort} />
        <Rotate cohort={row.cohort} done={(next) => setFresh({ before: row.code, code: next })} />
      </div>
    </Section>
  );
}

/** To hang up: fetched with the session and saved like any file. */
function Poster({ cohort }: { cohort: string }) {
  const { busy, failed, run } = useOnline();
  const save = () =>
    run(async () => {
      const reply = await fetch(`/api/programmes/cohorts/${cohort}/poster.pdf`).catch(() => null);
      if (!reply?.ok) throw new ProblemError("offline", "", "retry");
      const address = URL.createObjectURL(await reply.blob());
      const link = document.createElement("a");
      link.href = address;
      link.download = "verstat-poster.pdf";
      link.click();
      URL.revokeObjectURL(address);
    });
  return (
    <>
      <button type="button" class="btn wide" aria-busy={busy} onClick={() => void save()}>
        <Icon name="qr" />
        {gettext("Poster to print (PDF)")}
      </button>
      <Wrong text={failed} />
    </>
  );
}

function Rotate({ cohort, done }: { cohort: string; done: (code: string) => void }) {
  const { busy, failed, run } = useOnline();
  const rotate = async () => {
    const answer = await run(() => post(`/api/programmes/cohorts/${cohort}/code`));
    if (!answer) return false;
    done((answer as { code: string }).code);
    sendNow(); // the row itself comes with the next pull
    return true;
  };
  const label = gettext("Make a new code");
  return (
    <Sure wide label={label} title={gettext("Make a new code?")} busy={busy} onYes={rotate}>
      <p>
        {gettext("The old code and every poster with it stop working at once. Requests that were sent stay.")}
      </p>
      <Wrong text={failed} />
    </Sure>
  );
}
