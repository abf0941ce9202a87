// Stands in the head of the index page (serving.py): where the server is, and how one gets from page to page.
window.__streamlit = { BACKEND_BASE_URL: location.origin + "/", MAIN_PAGE_BASE_URL: location.origin + "/" };
document.documentElement.lang = "zh-CN";
{
  const push = history.pushState;
  let asked = 0, waiting = null;

  // A link to another page is one step of the history. The framework makes two of it, first the new query on the old
  // page, then the new page: a step back would end between.
  history.pushState = function (state, title, url) {
    const to = new URL(url ?? location.href, location.href);
    const elsewhere = to.pathname !== location.pathname, same = to.search === location.search;
    const one = elsewhere && same && Date.now() - asked < 1500;
    asked = !elsewhere && !same ? Date.now() : 0;
    if (elsewhere) arrived();
    return (one ? history.replaceState : push).call(this, state, title, url);
  };

  // Until a page that was asked for begins, the old one takes no clicks: one on a plan there would call it back.
  const main = () => document.querySelector("[data-testid=stMain]");

  function left(path) {
    if (path === location.pathname) return;
    clearTimeout(waiting);
    waiting = setTimeout(arrived, 5000);
    main()?.setAttribute("inert", "");
  }

  function arrived() {
    clearTimeout(waiting);
    main()?.removeAttribute("inert");
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-testid=stPageLink-NavLink]");
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.button)) left(new URL(link.href).pathname);
  });
  document.addEventListener("zeren-going", ({ detail }) => left(new URL(detail, location.origin).pathname));
  window.addEventListener("popstate", arrived);
}
