// The bin `react-ciam-emulator`: the command on this process, until SIGINT or SIGTERM.
import { runEmulatorCommand } from './command'

const { server, failed } = await runEmulatorCommand(process.argv.slice(2), {
  print: (text) => console.log(text),
  printError: (text) => console.error(text),
})

if (failed) process.exitCode = 1
if (server) {
  const stop = () => void server.close()
  // Once: a second signal ends the process the hard way.
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}
