import { isIP } from 'node:net';
import { urlRefused } from '../webhooks.errors.js';

const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Checks what can be seen of a url without asking anybody. Where its name leads to is looked at when something is sent,
 * each time: names can be made to lead elsewhere afterwards.
 * @returns the url in its normal form
 * @throws webhook-url-refused
 */
export function checkedUrl(text: string, toLocalhost: boolean): string {
  if (!URL.canParse(text)) throw urlRefused('it is no url');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw urlRefused('it holds a user or a password');
  if (url.hash !== '') throw urlRefused('it has a fragment, which is never sent');
  if (toLocalhost && url.protocol === 'http:' && LOCAL.includes(url.hostname)) return url.href;
  if (url.protocol !== 'https:') throw urlRefused('it is not https');
  const { hostname } = url;
  if (hostname.startsWith('[') || isIP(hostname) !== 0) throw urlRefused('it names an address and no host');
  if (!toLocalhost && !hostname.includes('.')) throw urlRefused('its host has no domain');
  return url.href;
}
