/** Keys that work everywhere. */
import { isDialogOpen } from './widgets/dialog.js';
import { openHelp } from './widgets/help.js';
import { openPalette } from './widgets/palette.js';

/** @param {import('../app.js').App} app */
export function watchKeys(app) {
  document.addEventListener('keydown', (event) => {
    if (!app.session || event.defaultPrevented || isDialogOpen()) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      openPalette(app);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === '/') {
      event.preventDefault();
      app.frame?.search.input.select();
      app.frame?.search.input.focus();
    } else if (event.key === '?') {
      event.preventDefault();
      openHelp();
    } else if (event.key === 'n' && app.may('intake')) {
      event.preventDefault();
      app.router.go('/complaints/new');
    }
  });
}

function isTyping(target) {
  return target.closest?.('input, textarea, select, [contenteditable]') !== null;
}
