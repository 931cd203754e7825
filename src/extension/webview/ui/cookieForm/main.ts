/**
 * The entry of the cookie form's page: shows the fields the host sends, tells it each change, and draws what the host
 * says of them. It decides nothing about cookies.
 */
import { createPageChannel } from '../../channel.ts';
import type { ToPage } from '../../protocol.ts';
import { connectToHost } from '../hostPort.ts';
import { createTexts } from '../text.ts';
import { createForm, type Form } from './form.ts';

const { port } = connectToHost();
let form: Form | undefined;
let revision = 0;

const channel = createPageChannel(port, take);
channel.post({ type: 'ready' });

function take(message: ToPage): void {
  if (message.type === 'cookieForm') {
    const { strings, locale, title, fields, masked, verdict } = message;
    form = createForm({
      texts: createTexts(strings, locale),
      title,
      fields,
      masked,
      onChange: (changed) => channel.post({ type: 'checkCookie', revision: ++revision, fields: changed }),
      onSave: (saved) => channel.post({ type: 'saveCookie', fields: saved }),
      onCopy: (copied) => channel.post({ type: 'copySetCookie', fields: copied }),
      onClose: () => channel.post({ type: 'closeCookieForm' }),
    });
    document.body.replaceChildren(form.element);
    form.show(verdict);
    form.focus();
  } else if (message.type === 'cookieVerdict' && message.revision === revision) {
    form?.show(message.verdict);
  }
}
