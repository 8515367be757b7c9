// Making elements: one function, attributes and children. Never parses strings except our own drawing.

type Child = Node | string | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>;

/** An element; attributes that are functions become listeners, `true` an empty attribute, `false` and undefined nothing. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Child | readonly Child[])[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== undefined && value !== false) element.setAttribute(key, String(value));
  }
  append(element, children.flat());
  return element;
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) if (child !== undefined && child !== false) element.append(child);
}

/** An element of the page's fixed frame; it exists as long as the page does. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`no #${id}`);
  return element as Kind;
}

/** An icon by name; its shape is in the style sheet. */
export function icon(name: string): HTMLElement {
  return h('span', { class: `icon i-${name}`, 'aria-hidden': 'true' });
}
