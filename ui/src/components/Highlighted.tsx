import { highlighted } from '../util/highlight';

export function Highlighted({ html }: { html: string }) {
  return highlighted(html).map(({ text, found }, index) => (found ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>));
}
