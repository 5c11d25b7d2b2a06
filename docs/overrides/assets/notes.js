// What a page can do only in a browser: keep the heading when the language changes, fill in addresses, save a figure as PNG.
(() => {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)];

  // The heading the reader stands on: the last one above the upper third of the window.
  const current = () => {
    const above = all(".md-content :is(h1, h2, h3)[id]")
      .filter((heading) => !heading.closest(".cn-cite") && heading.getBoundingClientRect().top < innerHeight / 3);
    return above.length && scrollY > 0 ? above[above.length - 1].id : "";
  };

  for (const link of all(".cn-language")) {
    link.addEventListener("click", () => { link.hash = current(); });
  }

  // Citing: the whole page, or, by the button in the header, the section that the reader stood on.
  const section = document.querySelector("[data-cn-section]");
  if (section) {
    const canonical = document.querySelector("link[rel=canonical]");
    const page = canonical ? canonical.href : location.href.split("#")[0];
    const point = (id) => {
      const address = id ? `${page}#${encodeURIComponent(id)}` : page;
      section.href = section.textContent = address;
      for (const span of all("[data-cn-url]")) span.textContent = span.dataset.cnBefore + address + span.dataset.cnAfter;
    };
    point("");
    section.parentElement.hidden = false;
    for (const link of all(".cn-cite-link")) link.addEventListener("click", () => point(current()));
    for (const button of all(".cn-copy")) button.hidden = false;
  }

  // A figure as it is shown, as a drawing of its own: light, with the letters that an earlier figure of the page defines.
  const alone = (name) => {
    const svg = document.querySelector(`#${name} .cn-svg`).cloneNode(true);
    for (const hidden of svg.querySelectorAll("[display=none]")) hidden.remove();
    const letters = document.createElementNS(svg.namespaceURI, "defs");
    const asked = [...svg.querySelectorAll("use")].map((use) => use.getAttribute("href"));
    for (const id of new Set(asked)) if (!svg.querySelector(id)) letters.append(document.querySelector(id).cloneNode(true));
    svg.prepend(letters);
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    for (const [attribute, value] of Object.entries({ width: `${width}pt`, height: `${height}pt` })) svg.setAttribute(attribute, value);
    const text = new XMLSerializer().serializeToString(svg).replace(/var\(--cn-[\w-]+, (#[0-9a-f]{6})\)/gi, "$1");
    return { text, width, height };
  };
  const frame = (name) => document.querySelector(`#${name} .cn-steps`)?.dataset.cnFrame;

  // As PNG: four times its size, for slides.
  const save = async (name) => {
    const { text, width, height } = alone(name), scale = 4, shown = frame(name);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    const image = new Image(canvas.width, canvas.height);
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const link = document.createElement("a");
    link.download = shown ? `${name}-${shown}.png` : `${name}.png`;
    link.href = canvas.toDataURL("image/png");
    link.click();
  };
  for (const button of all("[data-cn-png]")) {
    button.hidden = false;
    button.addEventListener("click", () => save(button.dataset.cnPng));
  }

  // Of a figure made of frames, the file is that of the frame one sees.
  for (const link of all(".cn-tools a[download]")) {
    link.addEventListener("click", () => {
      const name = link.closest(".cn-figure").id, shown = frame(name);
      if (!shown) return;
      link.download = `${name}-${shown}.svg`;
      link.href = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(alone(name).text)}`;
    });
  }

  // The theme puts the copy button of every code block into a landmark of its own.
  const plain = (nav) => nav.setAttribute("role", "none");
  all(".md-code__nav").forEach(plain);
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node.matches?.(".md-code__nav")) plain(node);
  }).observe(document.querySelector(".md-content"), { childList: true, subtree: true });

  // What is printed is complete, for the theme opens all details then; but code is printed only where the reader opened it.
  for (const details of all("details.cn-code")) {
    const keep = (open) => details.toggleAttribute("data-cn-open", open);
    keep(details.open);
    details.firstElementChild.addEventListener("click", () => keep(!details.open));
  }
})();
