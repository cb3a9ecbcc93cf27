// Choose a team and how many collude; the table below holds the same figures.
"use strict";

const form = document.querySelector("#find-me");
const ranges = document.querySelector("#ranges");
const percent = new Intl.NumberFormat(document.documentElement.lang, {
  style: "percent",
  maximumFractionDigits: 0,
});

function shown() {
  const people = form.elements.people.value;
  const colluding = form.elements.colluding;
  colluding.max = String(Number(people) - 1);
  const row = document.querySelector(
    `tr[data-people="${people}"][data-colluding="${colluding.value}"]`,
  );
  form.elements.said.textContent = `${colluding.value} / ${people}`;
  colluding.setAttribute("aria-valuetext", form.elements.said.textContent);
  for (const which of ["naive", "ours"]) {
    const [low, high] = row.dataset[which].split(" ").map(Number);
    const band = ranges.querySelector(`[data-band="${which}"]`);
    band.style.left = `${100 * low}%`;
    band.style.width = `${Math.max(100 * (high - low), 0.4)}%`;
    const exact = high - low < 0.005;
    const says = (exact ? form.dataset.exact : form.dataset.says)
      .replace("{low}", percent.format(low))
      .replace("{high}", percent.format(high));
    ranges.querySelector(`[data-said="${which}"]`).textContent = says;
  }
  for (const line of ranges.querySelectorAll(".truth")) {
    line.style.left = `${100 * Number(row.dataset.truth)}%`;
  }
}

form.elements.people.addEventListener("input", () => {
  form.elements.colluding.max = String(Number(form.elements.people.value) - 1);
  form.elements.colluding.value = form.elements.colluding.max;
  shown();
});
form.elements.colluding.addEventListener("input", shown);
form.addEventListener("submit", (event) => event.preventDefault());
document.querySelector("details.more").open = false;
form.hidden = false;
ranges.hidden = false;
form.elements.people.dispatchEvent(new Event("input"));
