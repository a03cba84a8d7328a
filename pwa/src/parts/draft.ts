/** A form that loses nothing: what is typed is kept at every change, and given back when one returns. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type ActOptions, type Acts, act, draft, type StoreError } from "../store";
import { codeOf } from "./saving";

/** Writes what is newest, one write at a time, so that a slow phone is never behind by more than one. */
class Keeper {
  private next: object | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    readonly key: string,
    /** How the latest write went. */
    private readonly went: (code: StoreError["code"] | undefined) => void,
  ) {}

  keep(value: object): void {
    this.next = value;
    this.writing ??= this.write();
  }

  /** Nothing more is on its way to the disk. */
  async quiet(): Promise<void> {
    this.next = undefined;
    await this.writing;
  }

  get isQuiet(): boolean {
    return this.writing === undefined;
  }

  private async write(): Promise<void> {
    while (this.next) {
      const value = this.next;
      this.next = undefined;
      await draft(this.key)
        .set(value)
        .then(
          () => this.went(undefined),
          (error: unknown) => this.went(codeOf(error)),
        );
    }
    this.writing = undefined;
  }
}

export interface Drafted<T extends object> {
  /** What was typed or chosen; what was not touched is absent, so that defaults stay today's. */
  typed: Partial<T>;
  /** False for the moment until the kept draft has been read. */
  isReady: boolean;
  /** Why the latest change is not kept. */
  failed: StoreError["code"] | undefined;
  change(more: Partial<T>): void;
  /** Back to the defaults. */
  clear(): Promise<void>;
  /** Saves the act in place of its draft, or rejects with a StoreError. */
  send<A extends keyof Acts>(type: A, body: Acts[A], options: Omit<ActOptions, "draft">): Promise<void>;
}

interface State<T> {
  key: string;
  typed: Partial<T>;
  failed?: StoreError["code"] | undefined;
}

/** `before` is what the form begins with besides the defaults: an earlier act that is being mended. */
export function useDraft<T extends object>(key: string, before?: Partial<T>): Drafted<T> {
  const [state, setState] = useState<State<T>>();
  /** Two changes of one moment both count. */
  const latest = useRef<State<T> | undefined>(undefined);
  const keeper = useRef<Keeper | undefined>(undefined);
  const show = (next: State<T>) => {
    latest.current = next;
    setState(next);
  };
  const now = (): Partial<T> => (latest.current?.key === key ? latest.current.typed : {});
  if (keeper.current?.key !== key)
    keeper.current = new Keeper(key, (failed) => {
      if (latest.current?.key === key && latest.current.failed !== failed)
        show({ ...latest.current, failed });
    });
  const { current } = keeper;
  useEffect(() => {
    let isHere = true;
    const read = async () => {
      const kept = (await draft(key).get()) as Partial<T> | undefined;
      if (isHere && current.isQuiet && !latest.current?.failed) show({ key, typed: kept ?? {} });
    };
    /** Another tab may have ended it meanwhile. */
    const look = () => void (document.hidden || latest.current?.key !== key || read().catch(() => {}));
    read().catch((error: unknown) => isHere && show({ key, typed: now(), failed: codeOf(error) }));
    addEventListener("visibilitychange", look);
    return () => {
      isHere = false;
      removeEventListener("visibilitychange", look);
    };
  }, [key]);
  const isReady = state?.key === key;
  return {
    typed: { ...before, ...(isReady && state.typed) },
    isReady,
    failed: isReady ? state.failed : undefined,
    change(more) {
      const typed = { ...now(), ...more };
      show({ key, typed, failed: latest.current?.failed });
      current.keep(typed);
    },
    async clear() {
      show({ key, typed: {} });
      await current.quiet();
      await draft(key)
        .clear()
        .catch(() => {}); // a choice that comes back once more does no harm
    },
    async send(type, body, options) {
      await current.quiet();
      await act(type, body, { draft: key, ...options });
    },
  };
}
