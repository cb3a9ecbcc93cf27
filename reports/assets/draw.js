// Draws each chart from the JSON beside it; colours come from style.css.
"use strict";

for (const canvas of document.querySelectorAll("[data-chart]")) {
  const spec = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
  const options = {
    actions: false,
    renderer: "svg",
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  };
  canvas.classList.add("drawn");
  vegaEmbed(canvas, spec, options).catch(() => {
    canvas.classList.remove("drawn");
    canvas.closest("figure").querySelector("details").open = true;
  });
}
