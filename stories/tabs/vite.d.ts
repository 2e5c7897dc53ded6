// What Vite makes of `?worker&url` and `?inline`.
/// <reference types="vite/client" />
