/** Unsent work as a file: the way out when a network never comes. */
import { gettext } from "../i18n";
import { exportUnsent } from "../store";
import { Icon } from "./icon";

/** Hands a file to the browser, to be saved. */
export function download(file: Blob): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = `verstat-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  URL.revokeObjectURL(address);
}

export const SaveFile = () => (
  <button type="button" class="btn" onClick={() => download(exportUnsent())}>
    <Icon name="save" />
    {gettext("Save as a file")}
  </button>
);
