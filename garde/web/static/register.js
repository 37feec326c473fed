// Well after the page is there: a worker keeps it for when neither network nor server answer.
addEventListener("load", () => setTimeout(() => navigator.serviceWorker?.register("../sw.js").catch(() => {}), 3000));
