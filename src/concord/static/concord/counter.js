// Counts the words of a text while it is typed, and says so below it: data-words is how many there may be. Without it
// the page counts them when the text is sent, as ever.
"use strict";
for (const text of document.querySelectorAll("textarea[data-words]")) {
  const most = Number(text.dataset.words), told = document.createElement("p");
  told.className = "quiet";
  told.setAttribute("aria-live", "polite");
  text.after(told);
  const count = () => {
    const words = text.value.trim() ? text.value.trim().split(/\s+/).length : 0;
    told.textContent = words > most ? `${words} words: ${words - most} too many` : `${words} of ${most} words`;
  };
  text.addEventListener("input", count);
  count();
}
