/// <reference types="vite/client" />

/** The version and the commit of this build. */
declare const __BUILD__: string;
