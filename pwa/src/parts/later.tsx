/** A piece of a screen that is fetched when it is first shown: not everybody has it. */
import { signal } from "@preact/signals";
import type { ComponentType, VNode } from "preact";
import { useEffect } from "preact/hooks";

const pieces: (() => Promise<void>)[] = [];

/** Ahead, so that the screens that are here stand whole at once. */
export async function fetchPieces(): Promise<void> {
  await Promise.all(pieces.map((fetchIt) => fetchIt()));
}

/** Until it is there, and where it cannot be had, `instead` stands in its place. */
export function later(load: () => Promise<ComponentType>, instead: VNode | null = null): ComponentType {
  const found = signal<ComponentType | null>(null);
  const fetchIt = async () => {
    found.value ??= await load();
  };
  pieces.push(fetchIt);
  return function Later() {
    useEffect(() => {
      fetchIt().catch(() => {}); // tried again when it is next shown
    }, []);
    return found.value ? <found.value /> : instead;
  };
}
