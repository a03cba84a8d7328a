import { gettext } from "../../i18n";
import { Skeleton } from "../../parts/bits";
import { Frame } from "../../parts/frame";

export default function Stub() {
  return (
    <Frame title={gettext("Workshop")}>
      <Skeleton />
    </Frame>
  );
}
