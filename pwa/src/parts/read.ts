/** Answers that need the network: the last one stays visible, with its time, until a newer one comes. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { account, ProblemError, read } from "../store";

export interface Answer<T> {
  /** Undefined until the first answer. */
  data?: T;
  at?: string;
  /** No newer answer could be had: say so, with the time. */
  stale: boolean;
  problem?: ProblemError;
}

const answers = signal<ReadonlyMap<string, Answer<unknown>>>(new Map());
let owner: string | undefined;

/** What one person was told is never shown to the next one on the same phone. */
function keyOf(path: string): string {
  const id = account.peek()?.id;
  if (id !== owner) answers.value = new Map();
  owner = id;
  return `${id} ${path}`;
}

export async function refresh(path: string): Promise<void> {
  const key = keyOf(path);
  const put = (answer: Answer<unknown>) => {
    if (keyOf(path) === key) answers.value = new Map(answers.peek()).set(key, answer);
  };
  try {
    put(await read<unknown>(path));
  } catch (error) {
    const problem = error instanceof ProblemError ? error : new ProblemError("offline", "", "retry");
    // What one may no longer see goes from the screen too; everything else stays, with its time.
    const before = problem.code === "not_found" ? {} : answers.peek().get(key);
    put({ ...before, stale: true, problem });
  }
}

/** Asks when the screen opens and whenever the network or the person comes back. */
export function useRead<T>(path: string): Answer<T> {
  useEffect(() => {
    const ask = () => {
      if (document.visibilityState === "visible") void refresh(path);
    };
    ask();
    addEventListener("online", ask);
    document.addEventListener("visibilitychange", ask);
    return () => {
      removeEventListener("online", ask);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [path]);
  return (answers.value.get(`${account.value?.id} ${path}`) as Answer<T> | undefined) ?? { stale: false };
}
