/** An element with properties and children; what is empty is left out. */
export function element(tag, properties = {}, ...children) {
  const { dataset = {}, ...rest } = properties;
  const made = Object.assign(document.createElement(tag), rest);
  Object.assign(made.dataset, dataset);
  made.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== ''));
  return made;
}
