/**
 * Where rows are when there may be more of them than a browser can scroll. Pure arithmetic.
 *
 * Browsers stop at some 16 million pixels; the canvas stops at `canvasMax`. "virtual" is the place in
 * the full list in pixels, "physical" the scroll bar's. Small movements are one to one; a jump is
 * proportional; at rest the bar is put where it proportionally belongs.
 * @typedef {{total: number, rowHeight: number, viewport: number}} Shape
 */

export const canvasMax = 8_000_000;

/** The height of everything. @param {Shape} shape */
export const fullHeight = (shape) => shape.total * shape.rowHeight;

/** The height the browser is told. */
export const canvasHeight = (shape) => Math.min(fullHeight(shape), canvasMax);

const virtualMax = (shape) => Math.max(0, fullHeight(shape) - shape.viewport);
const physicalMax = (shape) => Math.max(0, canvasHeight(shape) - shape.viewport);

/** Whether physical and virtual differ at all. */
export const isScaled = (shape) => fullHeight(shape) > canvasMax;

/** The virtual place the bar proportionally means. */
export function toVirtual(shape, physical) {
  const most = physicalMax(shape);
  if (most === 0) return 0;
  if (!isScaled(shape)) return clamp(physical, 0, most);
  return clamp((physical / most) * virtualMax(shape), 0, virtualMax(shape));
}

/** Where the bar belongs for a virtual place. */
export function toPhysical(shape, virtual) {
  const most = virtualMax(shape);
  if (most === 0) return 0;
  if (!isScaled(shape)) return clamp(virtual, 0, most);
  return clamp((virtual / most) * physicalMax(shape), 0, physicalMax(shape));
}

/** The virtual place after the bar moved from `before` to `after`. */
export function afterScroll(shape, virtual, before, after) {
  if (!isScaled(shape)) return toVirtual(shape, after);
  const delta = after - before;
  const isJump = Math.abs(delta) > shape.viewport * 2;
  const atEnd = after <= 0 || after >= physicalMax(shape);
  if (isJump || atEnd) return toVirtual(shape, after);
  return clamp(virtual + delta, 0, virtualMax(shape));
}

/** The rows to draw: those seen and `margin` more on either side. */
export function visibleRows(shape, virtual, margin = 6) {
  const first = Math.floor(virtual / shape.rowHeight);
  const count = Math.ceil(shape.viewport / shape.rowHeight) + 1;
  const from = clamp(first - margin, 0, shape.total);
  const to = clamp(first + count + margin, 0, shape.total);
  return { from, to };
}

/** The virtual place that shows row `index` with least movement. */
export function reveal(shape, virtual, index) {
  const top = index * shape.rowHeight;
  if (top < virtual) return top;
  const bottom = top + shape.rowHeight;
  if (bottom > virtual + shape.viewport) return clamp(bottom - shape.viewport, 0, virtualMax(shape));
  return virtual;
}

/** The pages that hold rows from..<to. */
export function pagesOf(from, to, pageSize) {
  const pages = [];
  for (let page = Math.floor(from / pageSize); page * pageSize < to; page += 1) pages.push(page);
  return pages;
}

export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
