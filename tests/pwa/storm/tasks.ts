/** All that happens in this process, one task after the other: fake-indexeddb schedules by setImmediate, which is ours. */

type Task = () => void;

const later = globalThis.setImmediate;
let tasks: Task[] = [];

export const soon = (task: Task): void => void tasks.push(task);

const slow = globalThis.structuredClone;

/** What lies in databases is plain; a copy of that by hand takes a tenth of the time. */
function clone<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(clone) as T;
  if (Object.getPrototypeOf(value) !== Object.prototype) return slow(value);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = clone(value[key as keyof typeof value]);
  return copy as T;
}

export function takeOver(): void {
  globalThis.setImmediate = soon as unknown as typeof setImmediate;
  globalThis.structuredClone = clone;
}

/** Lets promises come to their end. */
const settle = () => new Promise<void>((resolve) => void later(resolve));

/** Runs until nothing is left to run, or so many tasks; whether it came to its end. */
export async function drain(most = Number.POSITIVE_INFINITY): Promise<boolean> {
  for (let done = 0; ; done++) {
    await settle();
    const task = tasks[0];
    if (!task) return true;
    if (done >= most) return false;
    tasks = tasks.length > 1 ? tasks.slice(1) : [];
    task();
  }
}

/** What was left of the last program. */
export function forgetTasks(): void {
  tasks = [];
}
