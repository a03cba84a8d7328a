/** Unsent work as a file: the way out when a network never comes. */
import { gettext } from "../i18n";
import { exportUnsent, type Unsent } from "../store";
import { Icon } from "./icon";

const TEXT = "text/plain;charset=utf-8";

/** Hands a file to the browser, to be saved. */
export function download(file: Blob): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = `verstat-${new Date().toISOString().slice(0, 10)}.${file.type === TEXT ? "txt" : "json"}`;
  link.click();
  URL.revokeObjectURL(address);
}

/** A text that anybody can open; the words of all acts are fetched with it. */
export async function downloadText(work: Unsent): Promise<void> {
  const { writeOut } = await import("../rooms/sync/file");
  download(new Blob([writeOut(work, new Date())], { type: TEXT }));
}

export const SaveFile = () => (
  <button type="button" class="btn" onClick={() => void downloadText(exportUnsent())}>
    <Icon name="save" />
    {gettext("Save as a file")}
  </button>
);
