/** A link to hand on: by whatever the phone shares with, or copied. */
import { useState } from "preact/hooks";
import { gettext } from "../i18n";

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
