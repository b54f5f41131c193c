// The few pages that people may see. The window of the real Docs is not imitated.
import { html } from './answers.mjs';

export const landing = (signedIn) => html(200, 'Docs', signedIn ? 'You are signed in. This page can be closed.' : 'You are not signed in.');

/** What a captive portal puts in the place of every answer. */
export const portal = () => html(200, 'Welcome to the guest network', '<form method="post" action="/portal/"><input name="room"><button>Connect</button></form>');
