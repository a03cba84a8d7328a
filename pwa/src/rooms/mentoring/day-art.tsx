/** The day as a ruler of hours, the session as a block on it. */
import { clock } from "../../parts/time";

const FIRST = 8;
const LAST = 20;
const LEFT = 16;
const WIDTH = 328;

export function DayArt({ starts, minutes }: { starts: Date; minutes: number }) {
  const from = starts.getHours() + starts.getMinutes() / 60;
  const to = from + minutes / 60;
  const first = Math.min(FIRST, Math.floor(from));
  const last = Math.max(LAST, Math.ceil(to));
  const at = (hour: number) => LEFT + ((hour - first) / (last - first)) * WIDTH;
  const hours = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const ticks = hours.map((hour) => `M${at(hour) - 1} 96h2v${hour % 4 ? 8 : 14}h-2z`).join("");
  return (
    <svg class="art" viewBox="0 0 360 132" aria-hidden="true">
      <path class="fi" d={`M0 92h360v40H0z`} />
      <path class="fl" d={`M${at(from)} 36H${at(to)}v56H${at(from)}z`} />
      <path class="fc" d={`M${at(from) - 1.5} 16h3v76h-3z${ticks}`} />
      {hours
        .filter((hour) => hour % 4 === 0)
        .map((hour) => (
          <text key={hour} x={at(hour)} y="127" text-anchor="middle" font-size="16">
            {hour}
          </text>
        ))}
      <text
        x={at(from) + (from > 17 ? -6 : 6)}
        y="30"
        text-anchor={from > 17 ? "end" : "start"}
        font-size="20"
      >
        {clock(starts.toISOString())}
      </text>
    </svg>
  );
}
