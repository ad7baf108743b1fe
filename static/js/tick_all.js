// The page works without this: each box is ticked by itself. With it: one button ticks all boxes of its form, or none.
(() => {
  document.querySelectorAll("[data-tick-all]").forEach((button) => {
    const boxes = () => [...button.form.querySelectorAll(`input[type=checkbox][name="${button.dataset.tickAll}"]`)];
    const allTicked = () => boxes().every((box) => box.checked);
    const word = () => {
      button.textContent = allTicked() ? "Ta bort alla kryss" : "Kryssa för alla på sidan";
    };
    if (!boxes().length) return;

    button.hidden = false;
    button.addEventListener("click", () => {
      const tick = !allTicked();
      boxes().forEach((box) => {
        box.checked = tick;
      });
      word();
    });
    button.form.addEventListener("change", word);
    word();
  });
})();
