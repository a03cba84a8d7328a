/** What is kept about oneself: to see, to take along, and the way out for ever. */
import { gettext } from "../../i18n";
import { Section } from "../../parts/bits";
import { Wrong } from "../../parts/field";
import { download } from "../../parts/file";
import { Frame } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import { useOnline } from "../../parts/online";
import { read } from "../../store";
import { CloseAccount } from "./close-account";

const PAGE = "/api/reports/my-data.html";
const FILE = "/api/reports/my-data.json";

/** Asked here first, so that a missing network is said in words of ours and not of the browser's. */
const ask = async () => (await read(FILE, false)).data;
const save = async () =>
  download(new Blob([JSON.stringify(await ask(), null, 1)], { type: "application/json" }));

async function open(): Promise<void> {
  await ask();
  location.assign(PAGE);
}

export default function MyData() {
  const { busy, failed, run } = useOnline();
  return (
    <Frame title={gettext("My data")} up="/me" narrow>
      <Section title={gettext("See it and take it along")}>
        <p>{gettext("Everything that is kept about you, to read, print or save.")}</p>
        <Wrong text={failed} />
        <button type="button" class="btn wide" aria-busy={busy} onClick={() => void run(open)}>
          <Icon name="log" />
          {gettext("Open as a page")}
        </button>
        <button type="button" class="btn wide" aria-busy={busy} onClick={() => void run(save)}>
          <Icon name="save" />
          {gettext("Save as a file")}
        </button>
      </Section>
      <CloseAccount />
    </Frame>
  );
}
