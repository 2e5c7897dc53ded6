// All of the devtools, in one file that the entry chooses in development only. It is built as a file of its own: a bundler
// drops a file that is not used as a whole, but of a file that is used it keeps what might have an effect.
export { CiamDevtools } from './CiamDevtools'
export { CiamDevtoolsPanel } from './CiamDevtoolsPanel'
