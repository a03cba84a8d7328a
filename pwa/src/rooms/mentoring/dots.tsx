/** Attendance drawn: a filled square was there, a half one was late, an empty one was not; dashed until delivered. */
import type { Mark } from "./rolls";
import { attended } from "./words";

const SHAPES: Record<string, string> = { present: "", late: "late", absent: "o", excused: "o faint" };

export const AttendanceDots = ({
  marks,
}: {
  marks: readonly (Pick<Mark, "status" | "late_minutes" | "pending"> & { roll: string })[];
}) => (
  <span class="dots" role="img" aria-label={attended(marks)}>
    {marks.map(({ roll, status, pending }) => (
      <i key={roll} class={`${SHAPES[status] ?? ""} ${pending ? "wait" : ""}`} />
    ))}
  </span>
);
