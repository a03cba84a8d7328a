/** The thin line that always tells where a person's work is. Pressing it opens the outbox. */
import { gettext, number } from "../i18n";
import { truth } from "../store";
import { Icon, type IconName } from "./icon";
import { useLanding } from "./stamp";
import { brief } from "./time";

interface Line {
  icon: IconName;
  text: string;
  tone?: "ok" | "bad";
  time?: string | null;
  waiting?: number;
}

function line(): Line {
  const now = truth.value;
  switch (now.state) {
    case "saved":
      return { icon: "phone", text: gettext("Saved on this phone"), waiting: now.waiting };
    case "delivered":
      return { icon: "seal", text: gettext("Delivered"), tone: "ok", time: now.at };
    case "sign_in":
      return { icon: "lock", text: gettext("Sign in to send"), waiting: now.waiting };
    case "attention":
      return { icon: "warn", text: gettext("Needs your attention"), tone: "bad", waiting: now.waiting };
  }
}

export function TruthLine() {
  const { icon, text, tone = "", time, waiting = 0 } = line();
  const landed = useLanding("truth", icon === "phone");
  return (
    <a class="truth" href="/outbox">
      <Icon name={icon} tone={`${tone} ${landed}`} />
      <span class={tone} role="status">
        {text}
      </span>
      {time && <b class={`n ${tone}`}>{brief(time)}</b>}
      {waiting > 0 && <b>{gettext("waiting")}</b>}
      {waiting > 0 && <b class="cnt n">{number(waiting)}</b>}
    </a>
  );
}
