// What the window tells about a place in a timeline: whether it is seen. Each returns how to stop watching.

/** Calls when the element comes into sight. */
export function whenSeen(element: Element, act: () => void): () => void {
  const observer = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) act();
  });
  observer.observe(element);
  return () => { observer.disconnect(); };
}

/** Calls when the element is in sight and the agent is looking: the window has the focus. */
export function whenRead(element: Element, act: () => void): () => void {
  let seen = false;
  const check = () => { if (seen && document.hasFocus()) act(); };
  const observer = new IntersectionObserver((entries) => {
    seen = entries.at(-1)?.isIntersecting ?? false;
    check();
  });
  observer.observe(element);
  window.addEventListener("focus", check);
  return () => {
    observer.disconnect();
    window.removeEventListener("focus", check);
  };
}
