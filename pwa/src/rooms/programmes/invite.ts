/** The code of a group, as it is scanned, read out or typed, and who invites by it. */
import { useEffect, useState } from "preact/hooks";
import { gettext, type Local } from "../../i18n";
import { post } from "../../store";
import { type Refusal, refusalOf, type Words } from "../people/refusal";
import { plainCode, shownCode } from "./codes";

export interface Invite {
  cohort: string;
  name: Local;
  programme: Local;
  institution: Local;
  emblem: string | null;
  starts: string;
  ends: string;
  minimum_age: number;
  guardian_age: number;
}

const scanned = () => plainCode(location.hash.slice(1));

/** Looks the code of the address up by itself, and again whenever another one is scanned or the network comes back. */
export function useInvite() {
  const [typed, setTyped] = useState(() => shownCode(scanned()));
  const [found, setFound] = useState<{ code: string; invite: Invite }>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState(scanned() !== "");
  const code = plainCode(typed);

  const look = async (wanted: string) => {
    setBusy(true);
    setRefusal(undefined);
    try {
      const invite = (await post("/api/programmes/join/look", { code: wanted })) as Invite;
      setFound({ code: wanted, invite });
    } catch (error) {
      setRefusal(refusalOf(error));
    }
    setBusy(false);
  };
  useEffect(() => {
    const arrive = () => {
      if (!scanned()) return;
      setTyped(shownCode(scanned()));
      void look(scanned());
    };
    arrive();
    addEventListener("hashchange", arrive);
    return () => removeEventListener("hashchange", arrive);
  }, []);
  useEffect(() => {
    if (refusal?.code !== "offline" || !code || found) return undefined;
    const again = () => void look(code);
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, [refusal]);
  return {
    code,
    typed,
    setTyped,
    /** Who invites; kept when the code turns out to be no longer good, with what was typed below it. */
    invite: found?.invite,
    isGood: found !== undefined && found.code === code,
    refusal,
    busy,
    look,
    /** What the server said to a request by this code. */
    refused(error: unknown) {
      const why = refusalOf(error);
      setRefusal(why);
      if (why.code === "no_such_code") setFound((now) => now && { ...now, code: "" });
    },
    over: () => setRefusal(undefined),
  };
}
export type Inviting = ReturnType<typeof useInvite>;

export const WORDS: Words = {
  no_such_code: () => [
    gettext("No group has this code"),
    gettext(
      "Compare it with the poster, or ask for the new one: a school may change its code. What you typed is kept.",
    ),
  ],
  offline: () => [
    gettext("No network"),
    gettext(
      "Asking for a seat needs it once. What you typed is kept on this phone; try again with a network.",
    ),
  ],
};
