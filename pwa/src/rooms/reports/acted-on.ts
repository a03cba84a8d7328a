/** What was done here to a manufactory that is read online: shown at once, and asked anew when it has arrived. */
import { useEffect } from "preact/hooks";
import { refresh } from "../../parts/read";
import { type Acts, delivered, type Item, waiting } from "../../store";
import { manufactoryPath } from "./answers";

type Type = Extract<keyof Acts, `manufactories.${string}`>;

const isOf = (id: string) => (item: Item) => "manufactory" in item.body && item.body.manufactory === id;

/** The acts that wait on this phone for delivery. */
export const waitingOf = <T extends Type>(type: T, id: string): Acts[T][] =>
  waiting.value.filter((item) => item.type === type && isOf(id)(item)).map(({ body }) => body as Acts[T]);

export function useAnswered(id: string): void {
  const latest = delivered.value.find(isOf(id))?.id;
  useEffect(() => {
    if (latest) void refresh(manufactoryPath(id));
  }, [latest, id]);
}
