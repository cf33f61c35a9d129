// Zooming, finding and walking through the picture of the network. Without this script the picture stands still, its
// nodes are links, and the table below it holds the same.
(() => {
  const figure = document.getElementById("network");
  if (!figure) return;
  const svg = figure.querySelector("svg");
  const whole = svg.getAttribute("viewBox").trim().split(/\s+/).map(Number);
  const nodes = [...svg.querySelectorAll("a")];
  const ties = [...svg.querySelectorAll("line")];
  const told = document.getElementById("told");
  let [x, y, width, height] = whole;

  figure.querySelector(".tools").hidden = false;
  nodes.forEach((node, place) => node.setAttribute("tabindex", place ? "-1" : "0"));
  show();

  function show() {
    svg.setAttribute("viewBox", [x, y, width, height].join(" "));
    const scale = width / whole[2];
    svg.style.setProperty("--scale", scale);
    svg.classList.toggle("near", scale < 0.45);
  }

  function zoom(factor, cx = x + width / 2, cy = y + height / 2) {
    const next = Math.min(whole[2] * 1.2, Math.max(whole[2] / 12, width / factor));
    const ratio = next / width;
    x = cx - (cx - x) * ratio;
    y = cy - (cy - y) * ratio;
    width = next;
    height *= ratio;
    show();
  }

  function reset() {
    [x, y, width, height] = whole;
    show();
  }

  function pointOf(event) {
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  }

  function centreOf(node) {
    const circle = node.querySelector("circle");
    return [circle.cx.baseVal.value, circle.cy.baseVal.value];
  }

  // what is not tied to the chosen node steps back
  function highlight(node) {
    const near = node ? node.dataset.near.split(" ") : [];
    const [cx, cy] = node ? centreOf(node) : [];
    const isCentre = node?.classList.contains("authority");
    svg.classList.toggle("chosen", Boolean(node));
    for (const other of nodes) {
      const keys = other.dataset.near.split(" ");
      const isTied = other === node || (other.classList.contains("authority") || isCentre) && keys.some((key) => near.includes(key));
      other.classList.toggle("lit", Boolean(node) && isTied && (!isCentre || keys.includes(near[0])));
    }
    for (const tie of ties) {
      const ends = tie.x2.baseVal.value === cx && tie.y2.baseVal.value === cy;
      tie.classList.toggle("lit", Boolean(node) && (isCentre ? tie.dataset.key === near[0] : ends));
    }
  }

  function find(words) {
    const wanted = words.trim().toLowerCase();
    const found = nodes.filter((node) => wanted && node.getAttribute("aria-label").toLowerCase().includes(wanted));
    svg.classList.toggle("searched", Boolean(wanted));
    for (const node of nodes) node.classList.toggle("found", found.includes(node));
    told.textContent = wanted ? `${found.length} found` : "";
  }

  function walk(from, key) {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    const [cx, cy] = centreOf(from);
    let best = null;
    let least = Infinity;
    for (const node of nodes) {
      const [nx, ny] = centreOf(node);
      const ahead = (nx - cx) * dx + (ny - cy) * dy;
      const aside = Math.abs((nx - cx) * dy) + Math.abs((ny - cy) * dx);
      if (node !== from && ahead > 0 && ahead + 2 * aside < least) [best, least] = [node, ahead + 2 * aside];
    }
    if (!best) return;
    from.setAttribute("tabindex", "-1");
    best.setAttribute("tabindex", "0");
    best.focus();
  }

  figure.addEventListener("click", (event) => {
    const factor = event.target.closest?.("[data-zoom]")?.dataset.zoom;
    if (factor !== undefined) Number(factor) ? zoom(Number(factor)) : reset();
  });
  document.getElementById("look").addEventListener("input", (event) => find(event.target.value));
  svg.addEventListener("keydown", (event) => {
    const node = event.target.closest("a");
    if (node && event.key.startsWith("Arrow")) walk(node, event.key);
    else if (event.key === "+") zoom(1.4);
    else if (event.key === "-") zoom(1 / 1.4);
    else if (event.key === "0") reset();
    else return;
    event.preventDefault();
  });
  for (const [begin, end] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    svg.addEventListener(begin, (event) => highlight(event.target.closest("a")));
    svg.addEventListener(end, () => highlight(null));
  }
  // the wheel scrolls the page; with Ctrl, as elsewhere, it zooms
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const { x: cx, y: cy } = pointOf(event);
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, cx, cy);
  }, { passive: false });

  let grip = null;
  svg.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button === 0) grip = { at: pointOf(event), moved: false };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!grip) return;
    const now = pointOf(event);
    if (Math.hypot(now.x - grip.at.x, now.y - grip.at.y) > 4) grip.moved = true;
    if (!grip.moved) return;
    x -= now.x - grip.at.x;
    y -= now.y - grip.at.y;
    show();
  });
  addEventListener("pointerup", () => setTimeout(() => (grip = null)));
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("click", (event) => grip?.moved && event.preventDefault(), true);
})();
