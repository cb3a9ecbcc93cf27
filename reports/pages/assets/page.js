// Small comforts; every page reads well without them.
"use strict";

for (const details of document.querySelectorAll("details.figures")) {
  details.open = false; // The chart beside it shows the same figures.
}

// Paper unfolds nothing: what is folded away is printed whole.
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details.more")) {
    details.open = true;
  }
});

function remembered() {
  try {
    return localStorage.getItem("equipage-language");
  } catch {
    return null; // Some browsers refuse storage to files.
  }
}

for (const link of document.querySelectorAll("[data-language]")) {
  link.addEventListener("click", () => {
    try {
      localStorage.setItem("equipage-language", link.dataset.language);
    } catch {
      // Nothing to remember with.
    }
  });
}

const door = document.querySelector(`[data-door="${remembered()}"]`);
if (door) {
  door.parentElement.insertBefore(door, document.querySelector("[data-door]"));
}

const plain = (text) =>
  text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase().trim();

const field = document.querySelector("#find");
if (field) {
  const found = document.querySelector("#found");
  field.closest("[hidden]").hidden = false;
  field.addEventListener("input", () => {
    const wanted = plain(field.value);
    let number = 0;
    for (const place of document.querySelectorAll("#map .place")) {
      let here = 0;
      for (const tile of place.querySelectorAll("[data-name]")) {
        tile.hidden = !plain(tile.dataset.name).includes(wanted);
        here += tile.hidden ? 0 : 1;
      }
      place.hidden = here === 0;
      if (place.matches("details")) {
        place.open = wanted !== "" && here > 0;
      }
      for (const list of place.querySelectorAll(".ordinary")) {
        list.hidden = !list.querySelector("[data-name]:not([hidden])");
      }
      number += here;
    }
    found.textContent = wanted ? (number ? String(number) : found.dataset.none) : "";
  });
}
