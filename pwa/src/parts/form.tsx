/** A screen that is one form: what is wrong with it is shown, else it is saved, and only then does the screen go on. */
import type { ComponentChildren } from "preact";
import { navigate } from "../router";
import { toFirstWrong } from "./field";
import { Frame, MainAct } from "./frame";
import { NotSaved, type Saving, useSaving } from "./saving";

export interface Sending extends Omit<Saving, "save"> {
  press: () => void;
}

/** Goes on to `to` once it is saved. `check` says whether all is as it can be, and lets the form show what is not. */
export function useSending(
  send: () => Promise<unknown>,
  to: string,
  check: () => boolean = () => true,
): Sending {
  const { save, ...rest } = useSaving();
  const press = () => {
    if (check()) void save(send).then((isSaved) => isSaved && navigate(to, { replace: true }));
    else toFirstWrong();
  };
  return { ...rest, press };
}

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
    <NotSaved code={sending.failed} />
    {children}
  </Frame>
);
