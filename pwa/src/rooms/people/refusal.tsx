/** Why a way in did not open: what happened and the next step. */
import { useEffect, useState } from "preact/hooks";
import { gettext, ngettext } from "../../i18n";
import { Banner, Shown } from "../../parts/bits";
import { ProblemError } from "../../store";

export interface Refusal {
  code: string;
  detail: string;
  /** When the next try may be made, by the page's clock. */
  until: number;
}
/** What a screen knows better than the server, by code. */
export type Words = Record<string, () => [title: string, text: string]>;

export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof ProblemError)) return { code: "closed", detail: "", until: 0 };
  return {
    code: error.code,
    detail: error.detail,
    until: performance.now() + (error.retryAfter ?? 0) * 1000,
  };
}

const EVERYWHERE: Words = {
  portal: () => [
    gettext("This Wi-Fi asks for something first"),
    gettext("Open the browser and accept its terms, or use another network, then sign in."),
  ],
  full: () => [
    gettext("No room left on this phone"),
    gettext("Delete a few photos or videos and sign in again."),
  ],
  closed: () => [
    gettext("The phone does not let Verstat keep anything"),
    gettext("Close Verstat and open it again. A private window keeps nothing: use a usual one."),
  ],
};

interface Props {
  refusal: Refusal;
  /** For whatever has no title of its own. */
  title: string;
  words?: Words;
  /** The pause that the server asked for has passed. */
  onOver: () => void;
}

export const Why = (props: Props) => (
  <Shown key={props.refusal.code + props.refusal.until}>
    <Reason {...props} />
  </Shown>
);

function Reason({ refusal, title, words = {}, onOver }: Props) {
  if (refusal.code === "slow_down") return <TooFast until={refusal.until} onOver={onOver} />;
  const [what, next] = (words[refusal.code] ?? EVERYWHERE[refusal.code])?.() ?? [
    title,
    refusal.detail || gettext("Try again in a minute."),
  ];
  return (
    <Banner tone="err" title={what}>
      <p>{next}</p>
    </Banner>
  );
}

function useSecondsTo(until: number): number {
  const left = () => Math.max(0, Math.ceil((until - performance.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 250);
    return () => clearInterval(timer);
  }, [until]);
  return seconds;
}

/** Counts the seconds down for the eye; a reader hears them once. */
function TooFast({ until, onOver }: { until: number; onOver: () => void }) {
  const seconds = useSecondsTo(until);
  useEffect(() => {
    if (seconds === 0) onOver();
  }, [seconds]);
  return (
    <Banner tone="err" title={gettext("Too many tries")}>
      <p aria-live="off">
        {ngettext("You can try again in %(num)s second.", "You can try again in %(num)s seconds.", seconds)}
      </p>
    </Banner>
  );
}
