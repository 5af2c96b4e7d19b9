// A program of the supervisor's tests: answers 200 on the port given, ends well at SIGTERM and when its supervisor is
// gone, and says one warning. `stubborn` as second argument: it does not hear SIGTERM.
import { createServer } from 'node:http';

const [port, manner] = process.argv.slice(2);
const server = createServer((_, response) => response.end('ok\n')).listen(Number(port), '127.0.0.1');
process.stdout.write(`${JSON.stringify({ level: 40, msg: 'a warning of the fixture' })}\n`);
process.on('SIGTERM', () => {
  if (manner !== 'stubborn') server.close(() => process.exit(0));
  server.closeAllConnections();
});
setInterval(() => {
  try {
    process.kill(Number(process.env.HIKYAKU_SUPERVISOR_PID), 0);
  } catch {
    process.exit(0);
  }
}, 200);
