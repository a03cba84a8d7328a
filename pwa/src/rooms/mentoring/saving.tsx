/** The yellow button of a form of this room, and what is said when the phone could not keep the act. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { gettext } from "../../i18n";
import { Banner } from "../../parts/bits";
import { Frame, MainAct } from "../../parts/frame";
import { navigate } from "../../router";

/** Sends; gives back why it was not saved. */
export type Send = () => Promise<"full" | "closed" | undefined>;

interface Saving {
  isBusy: boolean;
  failed: "full" | "closed" | undefined;
  press: () => void;
}

/** Saves first and only then goes on to `to`. `check` says whether all is as it can be, and shows what is not. */
export function useSaving(send: Send, to: string, check: () => boolean = () => true): Saving {
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<"full" | "closed">();
  const save = async () => {
    setBusy(true);
    setFailed(undefined);
    const code = await send();
    setBusy(false);
    if (code) setFailed(code);
    else navigate(to, { replace: true });
  };
  const press = () => {
    if (isBusy) return;
    if (check()) void save();
    else setTimeout(() => show(document.querySelector("main .bad")), 50); // once it is said
  };
  return { isBusy, failed, press };
}

interface Props {
  title: string;
  note?: string;
  up?: string;
  label: string;
  saving: Saving;
  /** While there is nothing to save. */
  instead?: ComponentChildren;
  children: ComponentChildren;
}

export const Form = ({ title, note = "", up, label, saving, instead, children }: Props) => (
  <Frame
    title={title}
    note={note}
    {...(up && { up })}
    narrow
    act={instead ?? <MainAct icon="check" label={label} busy={saving.isBusy} onPress={saving.press} />}
  >
    {saving.failed && (
      <div ref={show}>
        <NotSaved isFull={saving.failed === "full"} />
      </div>
    )}
    {children}
  </Frame>
);

const show = (node: Element | null) => node?.scrollIntoView({ block: "center" });

const NotSaved = ({ isFull }: { isFull: boolean }) => (
  <Banner
    tone="err"
    title={isFull ? gettext("No room left on this phone") : gettext("The phone could not save this")}
  >
    <p>
      {isFull
        ? gettext("What you filled in is still here. Delete a few photos or videos and save again.")
        : gettext("What you filled in is still here. Close Verstat, open it again and save once more.")}
    </p>
  </Banner>
);

/** What is wrong with a field, beneath it; read out when it appears. */
export const Wrong = ({ id, text }: { id: string; text: string | undefined }) =>
  text ? (
    <p id={id} class="bad" role="alert">
      {text}
    </p>
  ) : null;
