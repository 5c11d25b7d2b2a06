// What a page can do only in a browser: keep the heading when the language changes, fill in addresses, save a figure as PNG.
(() => {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const here = () => location.href.split("#")[0];

  // The heading the reader stands on: the last one above the upper third of the window.
  const current = () => {
    const above = all(".md-content h1[id], .md-content h2[id], .md-content h3[id]")
      .filter((heading) => !heading.closest(".cn-cite") && heading.getBoundingClientRect().top < innerHeight / 3);
    return above.length && scrollY > 0 ? above[above.length - 1].id : "";
  };

  for (const link of all(".cn-language")) {
    link.addEventListener("click", () => { link.hash = current(); });
  }

  // Citing.
  const canonical = document.querySelector("link[rel=canonical]");
  const address = canonical ? canonical.href : here();
  const section = document.querySelector("[data-cn-section]");
  if (section) {
    for (const span of all("[data-cn-url]")) span.textContent = span.dataset.cnBefore + address + span.dataset.cnAfter;
    const point = (id) => {
      section.href = section.textContent = id ? `${address}#${encodeURIComponent(id)}` : address;
    };
    point("");
    section.parentElement.hidden = false;
    let last = "";
    addEventListener("scroll", () => {
      const box = document.querySelector(".cn-cite").getBoundingClientRect();
      if (box.top > innerHeight / 3) point((last = current()));
    }, { passive: true });
    for (const link of all(".cn-cite-link")) link.addEventListener("click", () => point(last || current()));
    for (const button of all(".cn-copy")) button.hidden = false;
  }

  // A figure as PNG, light, twice the size of the page, for slides.
  const save = async (name) => {
    const svg = document.querySelector(`#${name} svg`).cloneNode(true);
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const text = new XMLSerializer().serializeToString(svg).replace(/var\(--cn-[\w-]+, (#[0-9a-f]{6})\)/gi, "$1");
    const image = new Image(width, height);
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    const scale = 4;
    [canvas.width, canvas.height] = [width * scale, height * scale];
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const link = document.createElement("a");
    link.download = `${name}.png`;
    link.href = canvas.toDataURL("image/png");
    link.click();
  };
  for (const button of all("[data-cn-png]")) {
    button.hidden = false;
    button.addEventListener("click", () => save(button.dataset.cnPng));
  }

  // Printing shows everything: solutions, code and tests are opened, and closed again.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])").filter((details) => !details.classList.contains("cn-code"));
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of opened) details.open = false; });
})();
