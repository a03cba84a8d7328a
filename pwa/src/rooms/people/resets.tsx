/** Codes for a new password that others made for this account: told until the person has seen it. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { gettext } from "../../i18n";
import { Banner } from "../../parts/bits";
import { moment } from "../../parts/time";
import { account, draft } from "../../store";

interface Reset {
  at: string;
  by: string;
}
const KEY = "resets";
const told = signal<Reset[]>([]);

export function Resets() {
  const me = account.value?.id;
  useEffect(() => {
    told.value = [];
    const read = async () => {
      const kept = await draft(KEY).get();
      if (Array.isArray(kept) && account.peek()?.id === me) told.value = kept as Reset[];
    };
    read().catch(() => {}); // the phone's memory is closed: the whole screen says so
  }, [me]);
  const dismiss = async () => {
    await draft(KEY).clear();
    told.value = [];
  };
  if (told.value.length === 0) return null;
  return (
    <Banner
      icon="lock"
      title={gettext("A code for a new password was made for your account")}
      acts={
        <button type="button" class="btn" onClick={() => void dismiss()}>
          {gettext("I know about it")}
        </button>
      }
    >
      <ul>
        {told.value.map(({ at, by }) => (
          <li key={at}>
            {moment(at)}: {by}
          </li>
        ))}
      </ul>
      <p>{gettext("If you did not ask for it, tell your school and choose a new password.")}</p>
    </Banner>
  );
}
