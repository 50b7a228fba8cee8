// A frame without a scroll window of its own: it stands still in a place that is as high as what it holds, and shows what
// the page was scrolled to. What sticks or is as high as the window inside of it stays right so.
const NEAR = 1.5;  // pixels, since positions are rounded

export const unrolled = (frame, place) => {
  let set = NaN, led = NaN, watch = null;  // where each was put by the other, if it was
  const inside = () => frame.contentDocument;
  const wanted = () => Math.max(0, -place.getBoundingClientRect().top);
  const follow = () => {
    if (!inside()?.body || Math.abs(scrollY - led) < NEAR) return;
    set = Math.min(wanted(), place.offsetHeight - frame.offsetHeight);
    led = NaN;
    if (Math.abs(frame.contentWindow.scrollY - set) >= NEAR) frame.contentWindow.scrollTo({ top: set, behavior: "instant" });
  };
  // What is inside went to a passage by itself: the page goes there too.
  const lead = () => {
    const at = frame.contentWindow.scrollY;
    if (Math.abs(at - set) < NEAR) return;
    set = at;
    led = Math.round(place.getBoundingClientRect().top + scrollY + at);
    scrollTo({ top: led, behavior: "instant" });
  };
  const measure = () => {
    if (!inside()?.body) return;
    const height = Math.ceil(inside().body.getBoundingClientRect().height);
    place.style.height = `${height}px`;
    frame.style.height = `${Math.min(height, innerHeight)}px`;
    follow();
  };
  addEventListener("scroll", follow, { passive: true });
  addEventListener("resize", measure);
  // On paper the frame is as high as its report.
  matchMedia("print").addEventListener("change", (event) => {
    if (!event.matches) return measure();
    place.style.height = "";
    if (inside()) frame.style.height = `${inside().documentElement.scrollHeight}px`;
  });
  // To be called when it holds something else.
  return () => {
    watch?.disconnect();
    watch = new frame.contentWindow.ResizeObserver(measure);
    watch.observe(inside().body);
    set = led = NaN;
    frame.contentWindow.addEventListener("scroll", lead, { passive: true });
    if (frame.contentWindow.scrollY > NEAR) { const at = frame.contentWindow.scrollY; measure(); frame.contentWindow.scrollTo({ top: at, behavior: "instant" }); lead(); } else measure();
  };
};
