/** What is being filled in, kept on the phone at every change, so that leaving and coming back loses nothing. */
import { useEffect, useRef, useState } from "preact/hooks";
import { draft } from "../store";

/** What is in the form, and a way to change a part of it; the act that ends the form names the same key. */
export function useDraft<T extends object>(key: string, empty: T): [T, (part: Partial<T>) => void] {
  const [value, setValue] = useState(empty);
  const latest = useRef<Partial<T>>({});
  useEffect(() => {
    draft(key)
      .get()
      .then((kept) => {
        latest.current = { ...(kept as Partial<T> | undefined), ...latest.current };
        setValue({ ...empty, ...latest.current });
      })
      .catch(() => {}); // the phone's memory is closed: the whole screen says so
  }, [key]);
  const change = (part: Partial<T>) => {
    latest.current = { ...latest.current, ...part };
    setValue({ ...empty, ...latest.current });
    draft(key)
      .set(latest.current)
      .catch(() => {}); // saving the act says what is wrong
  };
  return [value, change];
}
