// Sorts and filters the tables and opens them all at once. Without it every table can still be read.
"use strict";
(() => {
  const plain = (cell) => cell.dataset.value ?? cell.textContent.trim();
  const order = (a, b) => {
    const x = plain(a), y = plain(b);
    if (x === "" || y === "") return x === y ? 0 : x === "" ? 1 : -1;
    const m = Number(x), n = Number(y);
    return Number.isNaN(m) || Number.isNaN(n) ? x.localeCompare(y) : m - n;
  };

  const sortable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((one) => one.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...table.tBodies[0].rows];
        const empty = (row) => plain(row.cells[place]) === "";
        rows.sort((a, b) => {
          const way = order(a.cells[place], b.cells[place]);
          return empty(a) || empty(b) || !down ? way : -way;
        });
        table.tBodies[0].append(...rows);
      });
    });
  };

  const filterable = (region, table) => {
    const rows = [...table.tBodies[0].rows];
    if (rows.length < 8) return;
    const label = document.createElement("label");
    const field = document.createElement("input");
    const told = document.createElement("span");
    field.type = "search";
    told.setAttribute("role", "status");
    label.className = "filter";
    label.append("Only rows with ", field);
    const line = document.createElement("p");
    line.append(label, told);
    region.before(line);
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLocaleLowerCase();
      let shown = 0;
      for (const row of rows) {
        row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
        shown += row.hidden ? 0 : 1;
      }
      told.textContent = wanted ? ` ${shown} of ${rows.length} rows` : "";
    });
  };

  for (const region of document.querySelectorAll(".scroll")) {
    const table = region.querySelector("table");
    sortable(table);
    filterable(region, table);
  }

  const tables = document.querySelectorAll("details.numbers");
  const place = document.getElementById("contents");
  if (tables.length && place) {
    const button = document.createElement("button");
    const words = () => { button.textContent = button.ariaPressed === "true" ? "Hide all tables" : "Show all tables"; };
    button.type = "button";
    button.className = "all";
    button.ariaPressed = "false";
    words();
    button.addEventListener("click", () => {
      const open = button.ariaPressed !== "true";
      button.ariaPressed = String(open);
      tables.forEach((one) => { one.open = open; });
      words();
    });
    place.append(button);
  }
})();
