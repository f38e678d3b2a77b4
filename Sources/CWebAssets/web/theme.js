// Runs before the first paint, so that a dark room never flashes white. Classic script on purpose.
(() => {
  const root = document.documentElement;
  try {
    const prefs = JSON.parse(localStorage.getItem('ibtool.prefs') || '{}');
    if (prefs.theme === 'light' || prefs.theme === 'dark') root.dataset.theme = prefs.theme;
    root.dataset.density = prefs.density || 'normal';
    root.lang = prefs.language || (navigator.language || 'en').slice(0, 2);
  } catch {
    root.dataset.density = 'normal';
  }
})();
