{
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
}
