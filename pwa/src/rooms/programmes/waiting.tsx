/** Between the request and the first lesson: what is going on, and what there is to do. */
import { gettext, local } from "../../i18n";
import { Icon, type IconName } from "../../parts/icon";
import { moment } from "../../parts/time";
import type { Row } from "../../store";
import { answers } from "../people/consent-state";
import { Resets } from "../people/resets";
import { Leave } from "./leave";
import { ownEnrolments } from "./taking-part";
import { reasonOf } from "./words";

type Enrolment = Row<"enrolment">;
const OVER: readonly string[] = ["refused", "withdrawn"];

/** Whatever of the own requests and groups is not simply going on; ended ones only while there is nothing else. */
export function standing(): Enrolment[] {
  const mine = ownEnrolments();
  const open = mine.filter(({ status }) => !OVER.includes(status));
  if (open.length) return open.filter(({ status, due }) => status === "applied" || due.length > 0);
  return [...mine].sort((a, b) => (a.since < b.since ? 1 : -1)).slice(0, 1);
}

/** Above everything else of the first screen; nothing when all is well. */
export const Waiting = () => (
  <>
    <Resets />
    {standing().map((enrolment) => (
      <One key={enrolment.id} enrolment={enrolment} />
    ))}
  </>
);

function One({ enrolment }: { enrolment: Enrolment }) {
  switch (enrolment.status) {
    case "applied":
      return <Applied enrolment={enrolment} />;
    case "refused":
    case "withdrawn":
      return <Ended enrolment={enrolment} />;
    default:
      return <Due enrolment={enrolment} />;
  }
}

function Applied({ enrolment }: { enrolment: Enrolment }) {
  const { minor, since, cohort_name, institution } = enrolment;
  const school = local(institution);
  return (
    <>
      <div class="poster bleed blue">
        <p class="cap">{gettext("You asked for a seat")}</p>
        <h2>{local(cohort_name)}</h2>
        <p class="cap">
          {school} · {moment(since)}
        </p>
      </div>
      <ol class="rows">
        <Step icon="check" tone="done" title={gettext("Your request has arrived")}>
          {moment(since)}
        </Step>
        <Step icon="wait" tone="wait" title={gettext("The coordinator of the school decides")}>
          {gettext("You need to do nothing: the answer comes here by itself.")}
        </Step>
        <Step icon="log" title={gettext("Consents")}>
          {minor
            ? gettext("A parent or guardian signs a paper; you bring it to the coordinator.")
            : gettext("You answer what the school may keep and show.")}
        </Step>
        <Step icon="learn" title={gettext("Your first lesson")}>
          {gettext("It comes to this phone and opens without a network too.")}
        </Step>
      </ol>
      <Leave
        enrolment={enrolment.id}
        label={local(cohort_name)}
        title={gettext("Take the request back")}
        note={gettext("You can ask again with the code of the group at any time.")}
      />
    </>
  );
}

interface StepProps {
  icon: IconName;
  tone?: "done" | "wait";
  title: string;
  children: string;
}
const Step = ({ icon, tone, title, children }: StepProps) => (
  <li class={tone === "wait" ? "row wait" : "row"}>
    <span class={`stamp ${tone ?? ""}`}>
      <Icon name={icon} />
    </span>
    <div>
      <h3>{title}</h3>
      <p class="cap">{children}</p>
    </div>
  </li>
);

/** Accepted, and lessons are open; what is missing is a consent. */
function Due({ enrolment: { cohort_name, minor, due } }: { enrolment: Enrolment }) {
  const given = answers();
  const isSaved = !minor && due.every((purpose) => given.get(purpose)?.given);
  return (
    <div class="ban dashed" role="status">
      <Icon name="wait" />
      <div class="f">
        <p class="cap">{local(cohort_name)}</p>
        <h2 class="as-h3">{gettext("You are accepted. A consent is missing")}</h2>
        {minor ? (
          <p>
            {gettext(
              "A parent or guardian signs the paper with the consents, and you bring it to the coordinator of your school. Lessons are open already.",
            )}
          </p>
        ) : isSaved ? (
          <p>{gettext("Your answer is saved on this phone and takes effect with the next network.")}</p>
        ) : (
          <p>{gettext("Answer what the school may keep and show. Lessons are open already.")}</p>
        )}
        <a class="btn" href="/me/consents">
          {minor ? gettext("What is signed there") : gettext("To the consents")}
        </a>
      </div>
    </div>
  );
}

function Ended({ enrolment }: { enrolment: Enrolment }) {
  const { status, since, reason, cohort_name, institution } = enrolment;
  const isRefused = status === "refused";
  const why = reasonOf(reason);
  return (
    <div class="ban" role="status">
      <Icon name={isRefused ? "cross" : "out"} />
      <div class="f">
        <p class="cap">
          {local(cohort_name)} · {local(institution)}
        </p>
        <h2 class="as-h3">
          {isRefused ? gettext("Your request was not accepted") : gettext("You have left the group")}
        </h2>
        {why && <p>{gettext("Reason: %(reason)s", { reason: why })}</p>}
        <p class="cap">{moment(since)}</p>
        <p>
          {isRefused
            ? gettext("Ask the coordinator of the school. With the code of a group you can ask again.")
            : gettext(
                "What you did is kept. With the code of the group you can ask to come back, and go on where you stopped.",
              )}
        </p>
        <a class="btn" href="/join">
          {gettext("I have a group's code")}
        </a>
      </div>
    </div>
  );
}
