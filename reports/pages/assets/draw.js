// Draws each chart from the figures beside it: how stands in drawings.js, and colours
// come from style.css.
"use strict";

for (const canvas of document.querySelectorAll("[data-chart]")) {
  const given = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
  const data = { name: "figures", values: given.values };
  const spec = { ...DRAWINGS[given.drawing], data };
  const options = {
    actions: false,
    renderer: "svg",
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  };
  canvas.classList.add("drawn");
  const drawn = vegaEmbed(canvas, spec, options).then(() => {
    // The canvas says in words what the drawing shows.
    canvas.querySelector("svg").setAttribute("aria-hidden", "true");
  });
  drawn.catch(() => {
    canvas.classList.remove("drawn");
    canvas.closest("figure").querySelector("details").open = true;
  });
}
