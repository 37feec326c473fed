// Keeps one whole version of the site, so that it answers without a network; a newer one replaces it whole.
const VERSION = "@version@", FILES = @files@, FOLDER = "@folder@", LANGUAGES = @languages@;
const OURS = "garde-", PATIENCE = 4000;
const scope = new URL(registration.scope);
const kept = name => new URL(FOLDER + name, scope).href;

const digest = async bytes => [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
  .map(byte => byte.toString(16).padStart(2, "0")).join("");

const store = async () => {
  const found = await Promise.all(Object.entries(FILES).map(async ([name, wanted]) => {
    const answer = await fetch(kept(name), { cache: "reload" });
    const bytes = await answer.clone().arrayBuffer();
    // The site may be replaced meanwhile: files of two versions are never kept together.
    if (!answer.ok || await digest(bytes) !== wanted) throw new Error(`${name} is of another version`);
    return [name, answer];
  }));
  const cache = await caches.open(OURS + VERSION);
  await Promise.all(found.map(([name, answer]) => cache.put(kept(name), answer)));
};

addEventListener("install", event => event.waitUntil(store().then(() => skipWaiting())));
addEventListener("activate", event => event.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.filter(name => name.startsWith(OURS) && name !== OURS + VERSION).map(name => caches.delete(name)));
  await clients.claim();
})()));

// The file that stands in for an address when nothing comes from there; null for what is not kept.
const standIn = url => {
  if (url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return null;
  const path = url.pathname.slice(scope.pathname.length);
  if (path === "" || path === "index.html") return "index.html";
  const [tag, rest] = [path.split("/")[0], path.split("/").slice(1).join("/")];
  if (LANGUAGES.includes(tag) && (rest === "" || rest === "index.html")) return `${tag}/index.html`;
  const name = path.startsWith(FOLDER) ? path.slice(FOLDER.length) : path;
  return name in FILES ? name : null;
};

const answered = async (request, name) => {
  const stored = async () => (await caches.open(OURS + VERSION)).match(kept(name));
  let waits;
  const late = new Promise((_, refuse) => { waits = setTimeout(() => refuse(new Error("late")), PATIENCE); });
  try {
    // What the visitor asks stays in the address: the network answers first, so that nothing old is shown for new.
    const answer = await Promise.race([fetch(request), late]);
    return answer.status < 500 ? answer : await stored() ?? answer;
  } catch (error) {
    const found = await stored();
    if (!found) throw error;
    return found;
  } finally {
    clearTimeout(waits);
  }
};

addEventListener("fetch", event => {
  if (event.request.method !== "GET") return;
  const name = standIn(new URL(event.request.url));
  if (name !== null) event.respondWith(answered(event.request, name));
});
