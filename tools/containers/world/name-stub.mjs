import { createSocket } from 'node:dgram';

const DNS_PORT = 53;

/**
 * Bits of the third and fourth byte of an answer (RFC 1035, 4.1.1): it is an answer, recursion is to be had, there is
 * no such name.
 */
const IS_ANSWER = 0x80;
const NO_SUCH_NAME = 0x83;

const HEADER_BYTES = 12;

/**
 * Answers every question for a name that there is none, at once. In a network without a name server Docker's resolver
 * waits some ten seconds for each name that it does not know itself, and gRPC asks for several of each.
 *
 * @param {string} address
 * @returns {Promise<() => void>} ends it
 */
export async function startNameStub(address) {
  const socket = createSocket('udp4');
  socket.on('message', (question, { address: asker, port }) => {
    if (question.length < HEADER_BYTES) return;
    const answer = Buffer.from(question);
    answer[2] |= IS_ANSWER;
    answer[3] = NO_SUCH_NAME;
    answer.fill(0, 6, HEADER_BYTES); // no answers, no authorities, nothing additional
    socket.send(answer.subarray(0, endOfQuestion(question)), port, asker);
  });
  await new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(DNS_PORT, address, resolve);
  });
  return () => socket.close();
}

/** A question is a name of labels with their lengths, ended by a zero, then type and class of two bytes each. */
function endOfQuestion(message) {
  let place = HEADER_BYTES;
  while (place < message.length && message[place] !== 0) place += message[place] + 1;
  return Math.min(message.length, place + 5);
}
