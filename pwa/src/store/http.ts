/** One way to ask the server: always an end, always JSON or nothing. */

import { readProblem } from "./answer";
import { ProblemError } from "./face";
import type { World } from "./world";

export interface Reply {
  /** 0: no answer came. */
  status: number;
  /** undefined: not JSON. */
  body: unknown;
  /** Seconds. */
  retryAfter: number | null;
}
export interface Question {
  method?: "POST";
  body?: unknown;
  /** Called off from outside. */
  signal?: AbortSignal;
}
export type Ask = (path: string, question?: Question) => Promise<Reply>;

const TIMEOUT = 30_000;
const SILENCE: Reply = { status: 0, body: undefined, retryAfter: null };

export function asker(world: World, language: () => string): Ask {
  return async (path, { method, body, signal } = {}) => {
    const abort = new AbortController();
    const stop = () => abort.abort();
    const done = world.later(TIMEOUT, stop);
    signal?.addEventListener("abort", stop);
    try {
      const headers: Record<string, string> = { "Accept-Language": language(), Accept: "application/json" };
      const init: RequestInit = { headers, signal: abort.signal, cache: "no-cache" };
      if (method) init.method = method;
      if (body !== undefined) {
        headers["Content-Type"] = "application/json";
        init.body = JSON.stringify(body);
      }
      return await hear(await world.fetch(path, init));
    } catch {
      return SILENCE; // no network, cut off, or called off: all the same to whoever asked
    } finally {
      done();
      signal?.removeEventListener("abort", stop);
    }
  };
}

async function hear(response: Response): Promise<Reply> {
  const isJson = /\bjson\b/i.test(response.headers.get("Content-Type") ?? "");
  const text = await response.text(); // cut off in the middle: thrown, no answer
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  return {
    status: response.status,
    body: isJson ? parse(text) : undefined,
    retryAfter: seconds >= 0 ? seconds : null,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const isGood = ({ status }: Reply) => status >= 200 && status < 300;

/** Why there is nothing, in the server's words if it had any. */
export function refusal({ status, body, retryAfter }: Reply): ProblemError {
  const problem = readProblem(body);
  const { code, detail, fix } = problem ?? {
    code: status === 0 ? "offline" : status < 500 ? "portal" : "server",
    detail: "",
    fix: "retry" as const,
  };
  return new ProblemError(code, detail, fix, retryAfter ?? undefined, problem ? (body as object) : {});
}
