/** A link to hand on: held up to another phone's camera, shared by whatever this phone shares with, or copied. */
import { useState } from "preact/hooks";
import { encode } from "uqr";
import { gettext } from "../i18n";

/** Black on light in either theme, with the margin that cameras look for. */
function Square({ text }: { text: string }) {
  const rows = encode(text, { border: 0 }).data;
  const dark = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + 4} ${y + 4}h1v1h-1z` : "")));
  const size = rows.length + 8;
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
      role="img"
      aria-label={gettext("The link as a square for the camera of another phone")}
    >
      <path class="fi" d={dark.join("")} />
    </svg>
  );
}

export function Share({ link, title }: { link: string; title: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch {
      getSelection()?.selectAllChildren(document.getElementById("link") as HTMLElement); // to be copied by hand
    }
  };
  const share = () => void navigator.share({ title, url: link }).catch(() => {}); // called off
  return (
    <div class="f">
      <Square text={link} />
      <p id="link" class="link">
        {link}
      </p>
      <div class="pick">
        <button type="button" class="btn" onClick={() => void copy()}>
          {isCopied ? gettext("Copied") : gettext("Copy the link")}
        </button>
        {"share" in navigator && (
          <button type="button" class="btn" onClick={share}>
            {gettext("Share")}
          </button>
        )}
      </div>
    </div>
  );
}
