/** What a log holds while it is written: whatever was not touched is as it mostly is. */
import { useState } from "preact/hooks";
import { today } from "../../parts/day";
import { type Drafted, useDraft } from "../../parts/draft";
import { type Sending, useSending } from "../../parts/form";
import type { Refused } from "../../parts/refused";
import { type Acts, draft } from "../../store";
import { rollId } from "../../store/reducers";
import type { Adult, SessionKind } from "../../store/wire";
import { about } from "./about";
import { rollsOf } from "./circle";
import { dayTrouble, lengthTrouble, whole } from "./limits";
import { openGates } from "./log-gates";
import { everyone, type Place, places, type Said, saidIn } from "./rolls";
import { type Chosen, planned } from "./which-day";
import { expected, screenOf, type Whom } from "./whom";

type Body = Acts["mentoring.log_session"];

export interface Log extends Chosen {
  /** The group; "" where a team was chosen. */
  cohort: string;
  team: string;
  kind: SessionKind;
  minutes: string;
  adult: Adult | null;
  note: string;
  next: string;
  /** By enrolment; of the chosen group or team, whichever day it turns out to have been. */
  said: Record<string, Said>;
  /** The evidence, by the gate that was passed. */
  gates: Record<string, string>;
}

/** A refused log as it was typed. */
export function typedIn({ marks, next_steps, plan, minutes, ...body }: Body): Log {
  const { cohort, manufactory, kind, adult, note, held_on, gates = [] } = body;
  return {
    cohort: manufactory ? "" : cohort,
    team: manufactory ?? "",
    ...{ kind, adult, note },
    day: held_on,
    plan: plan ?? "",
    minutes: String(minutes),
    next: next_steps,
    said: saidIn(marks),
    gates: Object.fromEntries(gates.map(({ gate, evidence }) => [gate, evidence])),
  };
}

/** The one that was chosen, or whose screen one comes from, or else the first. */
export function chosen(all: readonly Whom[], { team, cohort }: Partial<Log>): Whom | undefined {
  const id = team || cohort || about.value;
  return all.find((one) => one.id === id) ?? all[0];
}

export interface Filled extends Omit<Log, "cohort" | "team" | "said"> {
  all: Place[];
}

export function filled(whom: Whom, typed: Partial<Log>, usual: Adult | null): Filled {
  const { kind = "mentoring", day = today(), minutes = "60", adult = usual, note = "", next = "" } = typed;
  const plan = typed.plan ?? planned(whom, day);
  const roll = rollId(whom.id, day, plan || null);
  const known = rollsOf(whom.id).find(({ id }) => id === roll);
  const all = places(expected(whom), known, typed.said ?? {});
  return { kind, day, minutes, adult, note, next, plan, all, gates: typed.gates ?? {} };
}

/** Whoever was there is said by the log itself, even where a roll says so already: it tells whether a minor was. */
export function bodyOf({ id, cohort, team }: Whom, now: Filled, gates: readonly string[]): Body {
  const passed = gates.map((gate) => ({ gate, evidence: (now.gates[gate] ?? "").trim() }));
  return {
    cohort,
    kind: now.kind,
    held_on: now.day,
    minutes: whole(now.minutes),
    marks: everyone(now.all),
    adult: now.adult,
    note: now.note.trim(),
    next_steps: now.next.trim(),
    plan: now.plan || null,
    ...(team && { manufactory: id, gates: passed }),
  };
}

interface Props {
  whom: Whom;
  form: Drafted<Log>;
  usual: Adult | null;
  before: Refused<"mentoring.log_session"> | undefined;
}

interface Writing {
  now: Filled;
  wrong: { minutes: string | undefined; day: string | undefined };
  isChecked: boolean;
  sending: Sending;
}

export function useLog({ whom, form, usual, before }: Props): Writing {
  const now = filled(whom, form.typed, usual);
  const [isChecked, setChecked] = useState(false);
  const wrong = {
    minutes: lengthTrouble(whole(now.minutes)),
    day: dayTrouble(now.day, whom.starts, today()),
  };
  const gates = openGates(whom)
    .map(({ id }) => id)
    .filter((id) => id in now.gates);
  const check = () => {
    setChecked(true);
    return !wrong.minutes && !wrong.day && gates.every((id) => now.gates[id]?.trim());
  };
  const send = () => {
    void draft("log-usual")
      .set({ adult: now.adult })
      .catch(() => {}); // a convenience, not the work
    return form.send("mentoring.log_session", bodyOf(whom, now, gates), {
      label: whom.name,
      mends: before?.id,
    });
  };
  return { now, wrong, isChecked, sending: useSending(send, screenOf(whom), check) };
}

export const useUsual = (): Drafted<{ adult: Adult | null }> =>
  useDraft<{ adult: Adult | null }>("log-usual");
