// Figures made of frames. The SVG shows the first; a list says what is different in each of the others.
(() => {
  "use strict";
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  for (const box of document.querySelectorAll(".cn-steps")) {
    const find = (selector) => box.querySelector(selector);
    const { words, shared, slots } = JSON.parse(find("script").textContent);
    const said = find("[role=status]"), last = words.length - 1;
    const drawing = find(".cn-svg").lastElementChild, parts = [drawing, ...drawing.querySelectorAll("*")];

    const changes = slots.map(([part, name, others, order]) => {
      const at = parts[part], first = name ? at.getAttribute(name) : at.innerHTML;
      return { at, name, order, values: [first, ...others.map((value) => typeof value === "number" ? shared[value] : value)], now: first };
    });

    let shown = 0, timer = 0;

    const draw = (frame) => {
      for (const change of changes) {
        const { at, name, order, values } = change, value = values[order ? order[frame] : frame];
        if (value === change.now) continue;
        if (!name) at.innerHTML = value;
        else if (value === null) at.removeAttribute(name);
        else at.setAttribute(name, value);
        change.now = value;
      }
      said.textContent = words[frame];
    };

    const show = (frame) => {
      draw(shown = frame);
      box.dataset.cnFrame = frame + 1;
    };

    // On paper the first frame stands beside the middle and the last, as for readers without scripts.
    addEventListener("beforeprint", () => {
      halt();
      draw(0);
      find("noscript").insertAdjacentHTML("afterend", find("noscript").textContent);
    });
    addEventListener("afterprint", () => {
      find(".cn-stills")?.remove();
      draw(shown);
    });

    let halt = () => {};
    if (find(".cn-play")) player(); else settings();

    function player() {
      const slider = find("input"), count = find("output span"), play = find(".cn-play"), back = find(".cn-back"), forth = find(".cn-forth");
      const names = { play: play.getAttribute("aria-label"), pause: play.dataset.cnPause, again: play.dataset.cnAgain };

      const look = () => {
        const state = timer ? "pause" : shown === last ? "again" : "play";
        play.className = `cn-play cn-play--${state}`;
        play.setAttribute("aria-label", names[state]);
        back.setAttribute("aria-disabled", shown === 0);
        forth.setAttribute("aria-disabled", shown === last);
        slider.value = shown;
        slider.style.setProperty("--cn-at", shown / last);
        count.textContent = `${shown + 1} / ${last + 1}`;
        slider.setAttribute("aria-valuetext", count.textContent);
      };

      // While frames follow one another, nothing is read aloud; where they stop, that frame is.
      halt = () => {
        if (!timer) return;
        clearInterval(timer);
        timer = 0;
        said.setAttribute("aria-live", "polite");
        setTimeout(() => { said.textContent = words[shown]; });
        look();
      };
      const go = (frame) => {
        halt();
        show(Math.min(Math.max(frame, 0), last));
        look();
      };
      const next = () => {
        show(shown + 1);
        if (shown === last) halt(); else look();
      };
      const toggle = () => {
        if (timer) return halt();
        if (calm.matches) return go(shown + 1); // who wants no motion steps
        said.setAttribute("aria-live", "off");
        timer = setInterval(next, Math.min(1000, Math.max(200, 12000 / words.length)));
        if (shown === last) show(0);
        look();
      };

      play.addEventListener("click", toggle);
      back.addEventListener("click", () => go(shown - 1));
      forth.addEventListener("click", () => go(shown + 1));
      slider.addEventListener("input", () => go(+slider.value));
      box.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const keys = { ArrowLeft: () => go(shown - 1), ArrowRight: () => go(shown + 1), Home: () => go(0), End: () => go(last), " ": toggle };
        if (!keys[event.key] || (event.key === " " && event.target.matches("button"))) return;
        event.preventDefault();
        keys[event.key]();
      });
      new IntersectionObserver(([seen]) => { if (!seen.isIntersecting) halt(); }).observe(find(".cn-now"));
      document.addEventListener("visibilitychange", () => { if (document.hidden) halt(); });
      look();
    }

    function settings() {
      const controls = [...box.querySelectorAll(".cn-set")].map((set) => {
        const slider = set.querySelector("[type=range]");
        if (!slider) {
          const choices = [...set.querySelectorAll("input")];
          return { count: choices.length, at: () => choices.findIndex((choice) => choice.checked) };
        }
        const values = slider.dataset.cnValues.split("|"), read = set.querySelector("output span");
        return {
          count: values.length,
          at: () => {
            read.textContent = values[slider.value];
            slider.setAttribute("aria-valuetext", values[slider.value]);
            slider.style.setProperty("--cn-at", slider.value / (values.length - 1 || 1));
            return +slider.value;
          },
        };
      });
      // Frames are in the order of a number whose digits are the controls.
      const set = () => show(controls.reduce((place, control) => place * control.count + control.at(), 0));
      box.addEventListener("input", set);
    }
  }
})();
