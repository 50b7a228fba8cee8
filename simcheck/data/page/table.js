// A real button is not painted in a head that paper repeats on its second page.
for (const button of document.querySelectorAll(".summary thead span")) {
  button.setAttribute("role", "button");
  button.tabIndex = 0;
  button.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    button.click();
  });
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
