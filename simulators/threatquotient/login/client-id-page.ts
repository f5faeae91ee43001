import type { ServerResponse } from 'node:http';
import { answerText, type Answered } from '../../http/answer';
import type { Profile } from '../profile';
import { Refusal } from '../threatquotient-error';

const JAVASCRIPT = 'application/javascript; charset=utf-8';
const LOGIN_PAGE =
  '<!DOCTYPE html>\n<html><head><title>ThreatQ</title></head><body><form><input ' +
  'name="client_id" type="hidden"/></form></body></html>\n';

/** What the page holds in place of the id when it is an old one. */
const STALE_ID = 'k7gq0m2x9t4w1z8v5c3b6n0a2s4d7f1h';
const OTHER_ID = 'p1o2i3u4y5t6r7e8w9q0l1k2j3h4g5f6';

/** `/assets/js/config.js`: the web UI's own settings, with the client id somewhere among them. */
export function answerClientIdPage(
  response: ServerResponse,
  clientId: string,
  form: Profile['clientIdPage'],
): Answered {
  switch (form) {
    case 'object':
      return answerText(
        response,
        200,
        JAVASCRIPT,
        `window.config = {\n  "api_url": "/api",\n  "client_id": "${clientId}",\n  "version": "6.1.0"\n};\n`,
      );
    case 'assignment':
      return answerText(
        response,
        200,
        JAVASCRIPT,
        `var TQ = TQ || {};\nTQ.apiUrl = '/api';\nTQ.clientId = '${clientId}';\n`,
      );
    case 'minified':
      return answerText(
        response,
        200,
        JAVASCRIPT,
        `!function(){var e={apiUrl:"/api",clientId:\`${clientId}\`,debug:!1};window.TQ=e}();`,
      );
    case 'two-ids':
      return answerText(
        response,
        200,
        JAVASCRIPT,
        `window.config = { client_id: "${clientId}", analytics: { clientId: "${OTHER_ID}" } };\n`,
      );
    case 'none':
      return answerText(response, 200, JAVASCRIPT, 'window.config = { "api_url": "/api", "auth": "sso" };\n');
    case 'login-page':
      return answerText(response, 200, 'text/html; charset=utf-8', LOGIN_PAGE);
    case 'missing':
      throw new Refusal(404, 'Not Found');
    case 'stale':
      return answerText(response, 200, JAVASCRIPT, `window.config = { "client_id": "${STALE_ID}" };\n`);
  }
}
