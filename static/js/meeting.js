// Typing in while the meeting is on. The page works without this: then each line is an ordinary form.
// With it: a line is kept in the browser before it is sent, is sent again until the site has answered for it, and is
// one proposal however often it is sent (form_token). Nothing typed is cleared before it is kept or answered for.
(() => {
  const form = document.getElementById("rad");
  if (!form) return;
  const { event: meeting, user, max } = form.dataset;
  const LINES = `np-rad:${user}:${meeting}:`;
  const DRAFT = `np-utkast:${user}:${meeting}`;
  const PATIENCE = 15_000;
  const AGAIN = 10_000;
  const MAX_NAME = 200;
  const byId = (id) => document.getElementById(id);
  const fields = { text: form.elements.text, company: form.elements.company, area: form.elements.area };
  const [fault, said, note, list, body] = ["rad-fel", "rad-status", "rad-vantar", "rader-vantar", "rader"].map(byId);
  const WHY = {
    offline: "väntar på anslutning",
    signedOut: "väntar på att du loggar in igen",
    other: "väntar på att du loggar in igen som samma person",
    server: "väntar, webbplatsen svarar inte som den ska",
  };

  const entries = new Map(); // by token: what is not saved yet
  let trouble = "";
  let sending = false;
  let held = ""; // token of a line that the browser could not keep: it stays in its field until it is saved

  // What the browser keeps
  const attempt = (act, otherwise) => {
    try {
      return act();
    } catch {
      return otherwise; // the storage is full or forbidden
    }
  };
  const keep = (line) => attempt(() => (localStorage.setItem(LINES + line.token, JSON.stringify(line)), true), false);
  const drop = (token) => attempt(() => localStorage.removeItem(LINES + token));
  const read = (key) => attempt(() => JSON.parse(localStorage.getItem(key)), null);
  const kept = () =>
    attempt(() => Object.keys(localStorage), [])
      .filter((key) => key.startsWith(LINES))
      .map(read)
      .filter((line) => line && line.token && line.text)
      .sort((one, other) => one.at - other.at);

  const saveDraft = () => {
    const values = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value]));
    attempt(() => sessionStorage.setItem(DRAFT, JSON.stringify(values)));
  };
  const restoreDraft = () => {
    if (fields.text.value || fields.company.value) return;
    const values = attempt(() => JSON.parse(sessionStorage.getItem(DRAFT)), null) || {};
    for (const [name, field] of Object.entries(fields)) field.value = values[name] || "";
  };
  const fill = (line) => {
    for (const [name, field] of Object.entries(fields)) field.value = line[name] || "";
    saveDraft();
  };

  const newToken = () => {
    if (crypto.randomUUID) return crypto.randomUUID(); // missing where there is no HTTPS
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0"));
    hex[6] = `4${hex[6][1]}`;
    hex[8] = `a${hex[8][1]}`;
    return hex.join("").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  // What the page says
  const say = (text) => {
    if (said.textContent !== text) said.textContent = text;
  };
  const showFault = (field, text) => {
    for (const one of Object.values(fields)) one.removeAttribute("aria-invalid");
    fault.textContent = text;
    fault.hidden = !text;
    if (!text) return;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", fault.id);
    field.focus();
  };
  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  };
  const button = (text, act) => {
    const made = element("button", "np-btn quiet compact", text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };
  const show = (entry, state, errors = "") => {
    entry.state = state;
    const word = element("span", `st st-${errors ? "late" : "due"}`, state);
    const words = [entry.line.text, entry.line.company].filter(Boolean).join(" · ");
    const parts = [word, element("span", "words", words)];
    if (errors && entry.asked) parts.push(button("Spara ändå", () => saveAnyway(entry)));
    if (errors) parts.push(button("Rätta raden", () => mend(entry)), element("p", "invalid-feedback", errors));
    entry.item.replaceChildren(...parts);
  };
  const waiting = () => [...entries.values()].filter((entry) => !entry.faulty);
  const tell = () => {
    const number = waiting().length;
    note.hidden = !(trouble && number);
    byId("rad-logga-in").hidden = !["signedOut", "other"].includes(trouble);
    byId("rader-kort").hidden = !entries.size && !body.rows.length;
    if (note.hidden) return;
    for (const entry of waiting()) show(entry, "väntar");
    say(`Inget är förlorat: ${number === 1 ? "1 rad" : `${number} rader`} ${WHY[trouble]}.`);
  };

  // One line's way: added, sent, saved or to be mended
  const add = (line) => {
    const entry = { line, item: document.createElement("li"), faulty: false, asked: false };
    entries.set(line.token, entry);
    show(entry, "sparas…");
    list.prepend(entry.item);
    byId("rader-kort").hidden = false;
  };
  const forget = (entry) => {
    drop(entry.line.token);
    entries.delete(entry.line.token);
    entry.item.remove();
  };
  const mend = (entry) => {
    if (fields.text.value.trim()) return showFault(fields.text, "Spara eller töm raden som du skriver på först.");
    fill(entry.line);
    forget(entry);
    tell();
    fields.text.focus();
  };
  const saveAnyway = (entry) => {
    Object.assign(entry, { faulty: false, asked: false, line: { ...entry.line, confirm: "1" } });
    if (!keep(entry.line)) held = entry.line.token;
    show(entry, "sparas…");
    tell();
    fields.text.focus();
    send();
  };
  const release = (entry, isSaved) => {
    if (held !== entry.line.token) return;
    held = "";
    if (isSaved && fields.text.value.trim() === entry.line.text) fill({});
  };
  const saved = (entry, answer) => {
    release(entry, true);
    forget(entry);
    const holder = document.createElement("template");
    holder.innerHTML = answer.row.trim();
    const row = holder.content.querySelector("tr");
    byId(row.id)?.remove();
    body.prepend(row);
    row.cells[0].append(" ", element("span", "st st-done", "sparad"));
    byId("rader-antal").textContent = answer.number;
    say(`${answer.code} sparad.`);
  };
  const refused = (entry, errors) => {
    release(entry, false);
    entry.faulty = true;
    const words = Object.values(errors).flat().join(" ");
    show(entry, "behöver rättas", words);
    say(`En rad behöver rättas: ${words}`);
  };

  const asked = (entry, questions) => {
    release(entry, false);
    Object.assign(entry, { faulty: true, asked: true });
    const words = questions.join(" ");
    show(entry, "inte sparad än", words);
    say(`En rad är inte sparad än: ${words}`);
  };

  // Sending. What is no JSON comes from somebody else than the page: the sign-in, a refusal, a broken server.
  const ask = async (options) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const headers = { Accept: "application/json", ...options.headers };
      const response = await fetch(location.pathname, { cache: "no-store", signal: stop.signal, ...options, headers });
      const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
      return { status: response.status, answer: isJson ? await response.json() : null };
    } finally {
      clearTimeout(timer);
    }
  };
  const tokens = () => document.querySelectorAll("[name=csrfmiddlewaretoken]");
  const renew = async () => {
    const { status, answer } = await ask({});
    if (!answer) return status === 403 ? "other" : status < 400 ? "signedOut" : "server";
    if (String(answer.user) !== user) return "other";
    for (const field of tokens()) field.value = answer.csrf;
    return "";
  };
  const post = ({ line }) =>
    ask({
      method: "POST",
      headers: { "X-CSRFToken": tokens()[0].value },
      body: new URLSearchParams({ ...line, form_token: line.token, user }),
    });
  const deliver = async (entry) => {
    show(entry, "sparas…");
    let reply = await post(entry);
    if (!reply.answer) {
      const why = await renew();
      if (why) return why;
      reply = await post(entry);
    }
    if (reply.answer?.row) saved(entry, reply.answer);
    else if (reply.answer?.questions) asked(entry, reply.answer.questions);
    else if (reply.answer?.errors) refused(entry, reply.answer.errors);
    else return reply.answer?.user ? "other" : "server";
    return "";
  };
  const send = async () => {
    if (sending) return;
    sending = true;
    let why = "";
    while (!why && waiting().length) why = await deliver(waiting()[0]).catch(() => "offline");
    sending = false;
    trouble = why;
    tell();
  };

  // What the person does
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const line = { token: newToken(), at: Date.now(), company: fields.company.value.trim(), area: fields.area.value };
    line.text = fields.text.value.trim();
    const [length, nameLength] = [[...line.text].length, [...line.company].length];
    if (held) return say("Raden är inte sparad än, och webbläsaren kan inte lägga undan den. Lämna den i fältet.");
    if (!length) return showFault(fields.text, "Skriv vad företaget föreslår.");
    if (length > max) {
      const advice = `Det får vara högst ${max}. Korta det, eller dela det i flera.`;
      return showFault(fields.text, `Förslaget är ${length} tecken långt. ${advice}`);
    }
    if (nameLength > MAX_NAME) {
      return showFault(fields.company, `Företagsnamnet är ${nameLength} tecken långt. Det får vara högst ${MAX_NAME}.`);
    }
    showFault(null, "");
    if (keep(line)) fill({});
    else held = line.token;
    add(line);
    fields.text.focus();
    send();
  });
  form.addEventListener("input", saveDraft);
  fields.area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    form.requestSubmit();
  });
  fields.text.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (!/[\r\n\t]/.test(text.trim())) return;
    event.preventDefault();
    if (!navigator.onLine) return say("Flera rader kan klistras in när anslutningen är tillbaka.");
    saveDraft();
    byId("klistra").elements.text.value = text;
    byId("klistra").submit();
  });
  byId("rad-igen").addEventListener("click", () => {
    send();
    fields.text.focus();
  });

  // What happens around the page
  window.addEventListener("online", send);
  window.addEventListener("offline", () => {
    trouble = "offline";
    tell();
  });
  window.addEventListener("storage", (event) => {
    const entry = event.newValue === null && entries.get((event.key || "").replace(LINES, ""));
    if (entry) forget(entry); // another tab saved it
    tell();
  });
  window.addEventListener("beforeunload", (event) => {
    if (held) event.preventDefault();
  });
  setInterval(() => waiting().length && send(), AGAIN);

  restoreDraft();
  for (const line of kept()) add(line);
  if (entries.size) send();
})();
