export { formatReceived } from './format-received.ts';
export { type Certificate, keepCertificate } from './keep-certificate.ts';
export {
  type DsnRequest,
  type Login,
  openSmtpServer,
  type Session,
  type SmtpHandlers,
  type SmtpServer,
} from './open-smtp-server.ts';
export { type Reply, reply } from './reply.ts';
