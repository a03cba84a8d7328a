/** A form of this room: what is wrong with it is shown, else it is saved, and only then does the screen go on. */
import type { ComponentChildren } from "preact";
import { Banner } from "../../parts/bits";
import { Shown } from "../../parts/field";
import { Frame, MainAct } from "../../parts/frame";
import { useSaving } from "../../parts/saving";
import { navigate } from "../../router";

export interface Sending {
  busy: boolean;
  failed: string | undefined;
  press: () => void;
}

/** Goes on to `to` once it is saved. `check` says whether all is as it can be, and lets the form show what is not. */
export function useSending(
  send: () => Promise<unknown>,
  to: string,
  check: () => boolean = () => true,
): Sending {
  const { busy, failed, save } = useSaving();
  const press = () => {
    if (check()) void save(send).then((isSaved) => isSaved && navigate(to, { replace: true }));
    else setTimeout(toWrong, 50); // once it is said
  };
  return { busy, failed, press };
}

const toWrong = () => document.querySelector("main .bad")?.scrollIntoView({ block: "center" });

interface Props {
  title: string;
  note?: string;
  up?: string;
  label: string;
  sending: Sending;
  /** While there is nothing to save. */
  instead?: ComponentChildren;
  children: ComponentChildren;
}

export const Form = ({ title, note = "", up, label, sending, instead, children }: Props) => (
  <Frame
    title={title}
    note={note}
    {...(up && { up })}
    narrow
    act={instead ?? <MainAct icon="check" label={label} busy={sending.busy} onPress={sending.press} />}
  >
    {sending.failed && (
      <Shown>
        <Banner tone="err" title={sending.failed} />
      </Shown>
    )}
    {children}
  </Frame>
);

/** What is wrong with a field, beneath it; read out when it appears. */
export const Wrong = ({ id, text }: { id: string; text: string | undefined }) =>
  text ? (
    <p id={id} class="bad" role="alert">
      {text}
    </p>
  ) : null;
