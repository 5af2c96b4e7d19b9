// A receiver that accepts everything, with PIPELINING, as quickly as Node can: `node sink.mjs PORT`. Prints `ready`.
import { createServer } from 'node:net';

const END = Buffer.from('\r\n.\r\n');

createServer((socket) => {
  socket.setNoDelay(true);
  socket.write('220 sink\r\n');
  let rest = Buffer.alloc(0);
  let inData = false;
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let answers = '';
    for (;;) {
      if (inData) {
        const end = rest.indexOf(END);
        if (end < 0) break;
        rest = rest.subarray(end + END.length);
        inData = false;
        answers += '250 2.0.0 Ok\r\n';
        continue;
      }
      const end = rest.indexOf('\r\n');
      if (end < 0) break;
      const word = rest.toString('latin1', 0, 4).toUpperCase();
      rest = rest.subarray(end + 2);
      if (word === 'EHLO') answers += '250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n';
      else if (word === 'DATA') {
        inData = true;
        answers += '354 go on\r\n';
      } else if (word === 'QUIT') {
        socket.end(`${answers}221 bye\r\n`);
        return;
      } else answers += '250 2.1.0 Ok\r\n';
    }
    if (answers) socket.write(answers);
  });
}).listen(Number(process.argv[2]), '127.0.0.1', () => process.stdout.write('ready\n'));
