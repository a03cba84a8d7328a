/** Lesson texts come as clean HTML; what is wider than a phone gets a frame to be scrolled in, by keyboard too. */
export function framed(html: string, label: string): string {
  const name = label.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
  return html
    .replace(/<table>/g, `<div class="tw" role="region" tabindex="0" aria-label="${name}"><table>`)
    .replace(/<\/table>/g, "</table></div>")
    .replace(/<pre>/g, '<pre tabindex="0">');
}
