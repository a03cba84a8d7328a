/** The phones and computers that are signed in to this account; a lost one is shut out from here. */
import { gettext } from "../../i18n";
import { AsOf } from "../../parts/asof";
import { Wrong } from "../../parts/field";
import { useOnline } from "../../parts/online";
import { refresh, useRead } from "../../parts/read";
import { moment } from "../../parts/time";
import { post } from "../../store";

interface Device {
  id: string;
  label: string;
  created_at: string;
  last_seen_at: string | null;
  current: boolean;
}
const PATH = "/api/people/devices";

export function Devices() {
  const answer = useRead<{ devices: Device[] }>(PATH);
  return (
    <AsOf path={PATH} answer={answer}>
      {({ devices }) => (
        <ul class="rows">
          {devices.map((device) => (
            <li key={device.id} class="row">
              <One device={device} />
            </li>
          ))}
        </ul>
      )}
    </AsOf>
  );
}

function One({ device }: { device: Device }) {
  const { failed, run } = useOnline();
  const revoke = () =>
    run(async () => {
      await post(`${PATH}/${device.id}/revoke`);
      await refresh(PATH);
    });
  return (
    <>
      <div>
        <h3>{device.label}</h3>
        <p class="cap">
          {gettext("Last used: %(when)s", { when: moment(device.last_seen_at ?? device.created_at) })}
        </p>
        <Wrong text={failed} />
      </div>
      {device.current ? (
        <span class="tag ok">{gettext("this phone")}</span>
      ) : (
        <button
          type="button"
          class="btn"
          aria-label={gettext("Sign out: %(device)s", { device: device.label })}
          onClick={() => void revoke()}
        >
          {gettext("Sign out")}
        </button>
      )}
    </>
  );
}
