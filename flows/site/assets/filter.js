// Filters the rows of a table by the fields of its form; without it every row is shown.
for (const form of document.querySelectorAll("[data-filters]")) {
  const rows = [...document.querySelectorAll(`#${form.dataset.filters} tbody tr`)];
  const shown = form.querySelector("output");
  const folded = rows[0]?.closest("details");
  const apply = () => {
    const wanted = new FormData(form);
    const text = (wanted.get("text") || "").trim().toLowerCase();
    if (folded && text) folded.open = true;
    let count = 0;
    for (const row of rows) {
      const fits = ["year", "gate", "rule", "fault"].every((name) => {
        const value = wanted.get(name);
        return !value || (row.dataset[name] || "").split(" ").includes(value);
      });
      const open = !wanted.get("open") || row.dataset.open === "true";
      row.hidden = !(fits && open && row.textContent.toLowerCase().includes(text));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = `${count} / ${rows.length}`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
}
