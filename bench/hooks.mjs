// An endpoint for webhooks: `node hooks.mjs STATUS DELAY_MS` answers each POST with this status after so long. Over the
// channel it says { port } once it listens, and answers anything with { posts }.
import { createServer } from 'node:http';

const [status, delayMs] = process.argv.slice(2).map(Number);
let posts = 0;
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    posts += 1;
    setTimeout(() => response.writeHead(status).end(), delayMs);
  });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', () => process.send({ posts }));
process.on('disconnect', () => process.exit());
