/** The language switch: at once, kept on this phone and, for whoever is signed in, with the account. */
import { useState } from "preact/hooks";
import { gettext, LANGUAGES, lang, speak } from "../../i18n";
import type { Language } from "../../store";
import { account, act } from "../../store";

async function choose(code: string): Promise<void> {
  await speak(code);
  if (account.peek()) await act("people.choose_language", { language: code as Language });
}

export function Languages() {
  const [failed, setFailed] = useState(false);
  const press = (code: string) => {
    if (code === lang.peek()) return;
    setFailed(false);
    choose(code).catch(() => setFailed(true));
  };
  return (
    <div class="f">
      <fieldset class="pick" aria-label={gettext("Language")}>
        {LANGUAGES.map(([code, name]) => (
          <button
            key={code}
            type="button"
            class="opt"
            lang={code}
            aria-pressed={code === lang.value}
            onClick={() => press(code)}
          >
            {name}
          </button>
        ))}
      </fieldset>
      {failed && (
        <p role="alert">{gettext("This language needs the network once. Try again with a network.")}</p>
      )}
    </div>
  );
}
