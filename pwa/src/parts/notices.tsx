/** What stands above the content of a screen when something about this phone or the network needs a word. */
import { signal, useSignalEffect } from "@preact/signals";
import type { ComponentType } from "preact";
import { gettext } from "../i18n";
import { type Trouble, trouble } from "../store";
import { Banner } from "./bits";
import { newVersion, updateNow } from "./update";

/** Fetched when there is trouble for the first time. */
const Notice = signal<ComponentType<{ now: Trouble }> | null>(null);

async function fetchWords(): Promise<void> {
  Notice.value = (await import("./trouble")).TroubleNotice;
}

export function Notices() {
  useSignalEffect(() => {
    if (trouble.value && !Notice.peek()) fetchWords().catch(() => {}); // the truth line says it too, in short
  });
  return (
    <>
      {trouble.value && Notice.value && <Notice.value now={trouble.value} />}
      {newVersion.value && (
        <Banner
          icon="sync"
          title={gettext("A new version is ready")}
          acts={
            <button type="button" class="btn" onClick={updateNow}>
              {gettext("Update now")}
            </button>
          }
        >
          <p>{gettext("It takes a second; your work stays.")}</p>
        </Banner>
      )}
    </>
  );
}
