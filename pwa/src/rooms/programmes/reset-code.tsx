/** A code by which somebody who forgot the password chooses a new one: read out, never sent. */
import { useState } from "preact/hooks";
import { gettext } from "../../i18n";
import { Wrong } from "../../parts/field";
import { useOnline } from "../../parts/online";
import { Sheet } from "../../parts/sheet";
import { clock } from "../../parts/time";
import { post } from "../../store";
import type { Person } from "./roster";

interface Made {
  code: string;
  until: string;
}

export function ResetCode({ one }: { one: Person }) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<Made>();
  const { busy, failed, run } = useOnline();
  const make = async () => {
    const answer = await run(() => post("/api/people/reset-codes", { person: one.person }));
    if (answer) setMade(answer as Made);
  };
  const title = gettext("Code for a new password");
  return (
    <>
      <button type="button" class="btn wide" onClick={() => setOpen(true)}>
        {title}
      </button>
      {open && (
        <Sheet title={title} onClose={() => setOpen(false)}>
          <p>{one.name}</p>
          {made ? (
            <>
              <p class="n code big">{made.code.replace(/^(.{5})(.+)$/, "$1 $2")}</p>
              <p>
                {gettext("Valid until %(time)s, once. It is shown only now.", { time: clock(made.until) })}
              </p>
              <p>
                {gettext(
                  "Read it out face to face. It is typed on the sign-in screen, under “Forgot the password?”.",
                )}
              </p>
            </>
          ) : (
            <p>
              {gettext(
                "Give it only to the very person, face to face. They choose a new password with it, are signed out everywhere else, and are told that you made it.",
              )}
            </p>
          )}
          <Wrong text={failed} />
          {!made && (
            <button type="button" class="btn wide" aria-busy={busy} onClick={() => void make()}>
              {gettext("Make the code")}
            </button>
          )}
        </Sheet>
      )}
    </>
  );
}
