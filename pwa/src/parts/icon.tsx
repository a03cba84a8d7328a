/** Drawings shared by all screens: an icon out of the sprite that stands in the page, the wordmark. */

export type IconName =
  | "today"
  | "learn"
  | "me"
  | "desk"
  | "grid"
  | "back"
  | "fwd"
  | "check"
  | "phone"
  | "wait"
  | "seal"
  | "lock"
  | "sync"
  | "warn"
  | "save"
  | "out"
  | "down"
  | "roll"
  | "log"
  | "teams"
  | "cross"
  | "bulb"
  | "qr"
  | "work"
  | "plus"
  | "minus"
  | "cash"
  | "fair"
  | "undo"
  | "rep";

/** Decorative: it always stands beside a word. */
export const Icon = ({ name, tone = "" }: { name: IconName; tone?: string }) => (
  <svg class={`i ${tone}`} aria-hidden="true">
    <use href={`#i-${name}`} />
  </svg>
);

export const Logo = () => (
  <svg class="i logo" aria-hidden="true">
    <use href="#logo" />
  </svg>
);

const TOP =
  "M0 0h6v28H0zM8 0h4a6.5 6.5 0 0 1 0 13H8zM8 15h5a6.5 6.5 0 0 1 0 13H8zM25 0h6v28h-6zM33 0h11v6H33zM33 11h9v6h-9zM33 22h11v6H33zM50 0h6v28h-6zM58 0h4a8.5 8.5 0 0 1 0 17h-4z";
const BOTTOM =
  "M87 0h5v8h-4a6 6 0 0 0 0 12h4v8h-5a13 14 0 0 1 0-28zM97 0h19v6H97zM103.5 8h6v20h-6zM128 0l6 17h-12zM121.3 19h13.4l3.3 9h-20zM143 0h19v6h-19zM149.5 8h6v20h-6z";

/** The name in two lines, as on the sign-in poster. */
export const Wordmark = ({ label }: { label: string }) => (
  <svg class="word" viewBox="0 0 88 60" role="img" aria-label={label}>
    <path d={TOP} />
    <path transform="translate(-74 32)" d={BOTTOM} />
    <path class="fl" d="M72 28.5a8 8 0 0 1 16 0z" />
  </svg>
);

/** The name in one line, read upwards along the rail of a wide screen. */
export const Spine = () => (
  <svg class="word" viewBox="0 0 28 164" aria-hidden="true">
    <path transform="matrix(0 -1 1 0 0 163)" d={TOP + BOTTOM} />
  </svg>
);
