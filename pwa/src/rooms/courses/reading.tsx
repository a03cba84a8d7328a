/** Where a lesson was left, kept on the phone: a killed browser opens it there again. */
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { gettext } from "../../i18n";
import { draft } from "../../store";

const PAUSE = 300;

/** What one reads is told by its place among the paragraphs: it holds in any width and at any size of text. */
const blocksOf = (text: Element | null): HTMLElement[] => [...(text?.children ?? [])] as HTMLElement[];

/** The first block that is not scrolled away behind the header. */
function placeIn(text: Element | null): number {
  const blocks = blocksOf(text);
  const top = blocks.findIndex((block) => block.getBoundingClientRect().bottom > innerHeight / 6);
  return scrollY < innerHeight / 4 ? 0 : Math.max(0, top);
}

interface Props {
  /** Names the draft. */
  id: string;
  text: () => Element | null;
}

/** Stands beside the text; offers the way to its top when one was led past it. */
export function Reading({ id, text }: Props) {
  /** The block that one was led to, 0 when one reads from the top. */
  const [resumed, setResumed] = useState(0);
  useEffect(() => {
    const kept = draft(id);
    let timer = 0;
    let before = 0;
    const save = () => {
      clearTimeout(timer);
      const at = placeIn(text());
      if (at === 0) setResumed(0);
      if (at === before) return;
      before = at;
      (at ? kept.set(at) : kept.clear()).catch(() => {}); // a place lost costs a scroll, no work
    };
    const scrolled = () => {
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    };
    const begin = async () => {
      const at = Number((await kept.get().catch(() => 0)) ?? 0);
      if (at > 0 && scrollY === 0) {
        before = at;
        setResumed(at);
      }
      addEventListener("scroll", scrolled, { passive: true });
      addEventListener("pagehide", save);
    };
    const begun = begin();
    return () => {
      clearTimeout(timer);
      void begun.then(() => {
        removeEventListener("scroll", scrolled);
        removeEventListener("pagehide", save);
      });
    };
  }, [id]);
  // Only once the button stands, which the text moves down for.
  useLayoutEffect(() => {
    if (resumed) blocksOf(text())[resumed]?.scrollIntoView({ block: "start" });
  }, [resumed]);
  if (!resumed) return null;
  const toTop = () => {
    scrollTo(0, 0);
    document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  };
  return (
    <button type="button" class="btn resume" onClick={toTop}>
      {gettext("Start from the top")}
    </button>
  );
}
