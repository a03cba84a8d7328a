/** A new version waits beside the running one until the person says "update now". */
import { signal } from "@preact/signals";

/** Set while a newer version lies ready on the phone. */
export const newVersion = signal<ServiceWorker | null>(null);
let asked = false;

function watch(registration: ServiceWorkerRegistration): void {
  const offer = () => {
    if (registration.waiting && navigator.serviceWorker.controller) newVersion.value = registration.waiting;
  };
  offer();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
}

/** Keeps the application on the phone. Without a service worker it runs as well, but not without a network. */
export async function keepOnPhone(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (asked) location.reload();
  });
  try {
    watch(await navigator.serviceWorker.register("/sw.js"));
  } catch {
    // No network yet, or a browser that forbids it: the next start tries again.
  }
}

/** Work lies in the database, drafts too: a reload loses nothing. */
export function updateNow(): void {
  asked = true;
  newVersion.value?.postMessage("update-now");
}
