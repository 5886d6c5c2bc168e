// Runs before the first paint so that a chosen theme never flashes. A file of its own: no inline script is allowed.
try {
  const kept = JSON.parse(localStorage.getItem('atalaya.preferences') ?? '{}');
  if (kept.theme === 'light' || kept.theme === 'dark') document.documentElement.dataset.theme = kept.theme;
  if (kept.density === 'comfortable') document.documentElement.dataset.density = 'comfortable';
  if (kept.language) document.documentElement.lang = kept.language;
} catch {
  // Storage refused: the system's theme is used.
}
