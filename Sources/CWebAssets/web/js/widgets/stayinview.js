/** What an address names on a page whose parts still come. */

/** How long panels above may still come. */
const settling = 5000;
const hands = ['wheel', 'touchmove', 'pointerdown', 'keydown'];

/** Keeps the element of that id in view while the page around `place` still grows, or until somebody moves. */
export function stayInView(id, place) {
  const show = () => document.getElementById(id)?.scrollIntoView({ block: 'center' });
  const grown = new ResizeObserver(show);
  for (let around = place; around; around = around.parentElement) {
    for (const one of around.children) grown.observe(one);
  }
  const end = () => {
    grown.disconnect();
    for (const name of hands) removeEventListener(name, end);
  };
  for (const name of hands) addEventListener(name, end, { passive: true });
  setTimeout(end, settling);
  show();
}
