// Puts YASGUI in place of the plain form of the editor page. Without this script the form does the same work.
import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./editor.css";

const RESOURCES = "https://w3id.org/ofsted-kg/id/";
const NAMES = {
  ".tableSizer": "Rows on a page",
  ".tableFilter": "Filter the rows",
  ".CodeMirror textarea": "SPARQL query; Escape leaves the editor, Ctrl-Enter runs the query",
  ".yasqe_queryButton": "Run the query",
  ".addTab": "New query",
};

adoptStyles();
const place = document.getElementById("yasgui");
const query = document.getElementById("query").value;
const gui = new Yasgui(place, {
  requestConfig: { endpoint: new URL("/sparql", location).href, method: "POST" },
  copyEndpointOnNewTab: false,
  populateFromUrl: false,
  persistenceId: "ofsted-kg",
  yasqe: { value: query, autocompleters: ["variables", "prefixes"], editorHeight: "380px", prefixCcApi: null },
});
open(query, place.dataset.opened !== undefined);
document.getElementById("plain").hidden = true;
place.hidden = false;
gui.getTab().getYasqe().refresh();
new MutationObserver(complete).observe(place, { childList: true, subtree: true, attributeFilter: ["aria-selected"] });
complete();

// A query that the address names gets a tab of its own, unless there is one already; other tabs are those of last time.
function open(value, isAsked) {
  if (isAsked) gui.addTab(true, { ...Yasgui.Tab.getDefaults(gui), yasqe: { value } }, { avoidDuplicateTabs: true });
  gui.getTab().getShareableLink = () => `${location.origin}/editor?query=${encodeURIComponent(gui.getTab().getQuery())}`;
}

// A part of YASGUI adds a <style> element, which the content security policy forbids; an adopted sheet is allowed.
function adoptStyles() {
  const append = document.head.appendChild.bind(document.head);
  document.head.appendChild = (node) => {
    if (!(node instanceof HTMLStyleElement)) return append(node);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(node.textContent);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return node;
  };
}

// What YASGUI leaves out: names for screen readers, and links to the pages of this server.
function complete() {
  for (const [selector, name] of Object.entries(NAMES)) {
    for (const found of place.querySelectorAll(`${selector}:not([aria-label])`)) found.setAttribute("aria-label", name);
  }
  for (const text of place.querySelectorAll('.CodeMirror-scroll[tabindex="-1"]')) {
    text.tabIndex = 0;
    text.setAttribute("role", "group");
    text.setAttribute("aria-label", "Text of the query, to scroll");
  }
  for (const head of place.querySelectorAll("th:empty, th.dt-orderable-none")) {
    if (!head.textContent.trim() && !head.querySelector(".unseen")) head.insertAdjacentHTML("beforeend", '<span class="unseen">Row</span>');
  }
  for (const link of place.querySelectorAll(`.yasr a[href^="${RESOURCES}"]`)) link.href = link.href.replace(RESOURCES, "/id/");
  // The list of tabs holds a button, too, which the role does not allow.
  for (const list of place.querySelectorAll(".tabsList[role]")) list.removeAttribute("role");
  for (const tab of place.querySelectorAll(".tabsList [aria-selected]")) {
    tab.setAttribute("aria-current", tab.getAttribute("aria-selected"));
    tab.removeAttribute("aria-selected");
    tab.removeAttribute("role");
  }
}
