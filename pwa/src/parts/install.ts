/** The browser's offer to install the app, kept for the moment when somebody wants it. */
import { signal } from "@preact/signals";

interface Offer extends Event {
  prompt(): Promise<unknown>;
}

export const offer = signal<Offer | null>(null);

/** To be called before the browser makes its offer, which it does once. */
export function awaitOffer(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault(); // no bar over the work: it is asked for on the screen "Me"
    offer.value = event as Offer;
  });
  addEventListener("appinstalled", () => {
    offer.value = null;
  });
}

/** Only iPhones know this member; there one installs by hand. */
export const isByHand = (): boolean => (navigator as { standalone?: boolean }).standalone === false;
