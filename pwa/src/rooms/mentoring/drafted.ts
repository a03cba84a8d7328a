/** A form that loses nothing: what is typed is kept at every change, and given back when one returns. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type Acts, act, draft } from "../../store";

/** Writes what is newest, one write at a time, so that a slow phone is never behind by more than one. */
class Keeper {
  private next: object | undefined;
  private writing: Promise<void> | undefined;

  constructor(readonly key: string) {}

  keep(value: object): void {
    this.next = value;
    this.writing ??= this.write();
  }

  /** Nothing more is on its way to the disk. */
  async quiet(): Promise<void> {
    this.next = undefined;
    await this.writing;
  }

  private async write(): Promise<void> {
    while (this.next) {
      const value = this.next;
      this.next = undefined;
      await draft(this.key)
        .set(value)
        .catch(() => {}); // a full phone is told where the act itself cannot be saved
    }
    this.writing = undefined;
  }
}

export interface Form<T extends object> {
  /** What was typed or chosen; what was not touched is absent, so that defaults stay today's. */
  typed: Partial<T>;
  /** False for the moment until the kept draft has been read. */
  isReady: boolean;
  change(more: Partial<T>): void;
  /** Back to the defaults. */
  clear(): Promise<void>;
  /** Saves the act in place of its draft, or rejects with a StoreError. */
  send<A extends keyof Acts>(type: A, body: Acts[A], label: string): Promise<unknown>;
}

export function useForm<T extends object>(key: string): Form<T> {
  const [state, setState] = useState<{ key: string; typed: Partial<T> }>();
  const keeper = useRef(new Keeper(key));
  if (keeper.current.key !== key) keeper.current = new Keeper(key);
  useEffect(() => {
    let isHere = true;
    const show = (kept: unknown) =>
      isHere && setState({ key, typed: (kept as Partial<T> | undefined) ?? {} });
    draft(key)
      .get()
      .then(show, () => show(undefined));
    return () => {
      isHere = false;
    };
  }, [key]);
  const isReady = state?.key === key;
  const typed = isReady ? state.typed : {};
  return {
    typed,
    isReady,
    change(more) {
      const next = { ...typed, ...more };
      setState({ key, typed: next });
      keeper.current.keep(next);
    },
    async clear() {
      setState({ key, typed: {} });
      await keeper.current.quiet();
      await draft(key)
        .clear()
        .catch(() => {}); // a choice that comes back once more does no harm
    },
    async send(type, body, label) {
      await keeper.current.quiet();
      return act(type, body, { draft: key, label });
    },
  };
}
