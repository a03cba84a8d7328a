/** What is kept about oneself: to see, to take along, and the way out for ever. */
import { gettext, language } from "../../i18n";
import { Section } from "../../parts/bits";
import { Wrong } from "../../parts/field";
import { Frame } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import { useOnline } from "../../parts/online";
import { ProblemError } from "../../store";
import { CloseAccount } from "./close-account";

const PAGE = "/api/reports/my-data.html";
const FILE = "/api/reports/my-data.json";

/** Asked here first, so that a missing network is said in words of ours and not of the browser's. */
async function fetched(path: string): Promise<Blob> {
  const reply = await fetch(path, { headers: { "Accept-Language": language() } }).catch(() => null);
  if (!reply) throw new ProblemError("offline", "", "retry");
  if (!reply.ok) {
    const { code = "server", detail = "" } = await reply.json().catch(() => ({}));
    throw new ProblemError(code, detail, "retry");
  }
  return reply.blob();
}

async function save(): Promise<void> {
  const address = URL.createObjectURL(await fetched(FILE));
  const link = document.createElement("a");
  link.href = address;
  link.download = `verstat-me-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  URL.revokeObjectURL(address);
}

async function open(): Promise<void> {
  await fetched(PAGE);
  location.assign(PAGE);
}

export default function MyData() {
  const { busy, failed, run } = useOnline();
  return (
    <Frame title={gettext("My data")} up="/me" narrow>
      <Section title={gettext("See it and take it along")}>
        <p>
          {gettext(
            "Everything that is kept about you, to read, print or save. It needs the network; nobody else can open it.",
          )}
        </p>
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
