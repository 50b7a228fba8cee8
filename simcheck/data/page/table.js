for (const button of document.querySelectorAll(".summary thead button")) {
  button.addEventListener("click", () => {
    const head = button.parentElement;
    const at = [...head.parentElement.children].indexOf(head);
    const up = head.getAttribute("aria-sort") === "descending";
    for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const body = button.closest("table").tBodies[0];
    const of = (row) => row.children[at].dataset.value ?? row.children[at].textContent;
    const order = (one, other) => (isNaN(of(one)) ? of(one).localeCompare(of(other), "zh") : of(one) - of(other));
    body.append(...[...body.rows].sort((one, other) => (up ? 1 : -1) * order(one, other)));
  });
}
