// A form with data-waiting is for something that a person does elsewhere. It is sent by itself, again
// and again, until the answer is another page.

// Soon enough for a person who comes back, seldom enough to leave the budget of calls to others.
const pause = 3000;

export function waits(document) {
  const form = document.querySelector("[data-waiting]");
  if (!form) return;
  form.querySelector("[data-watching]").hidden = false;
  const ask = async () => {
    // Nobody looks at a page that is hidden; the moment it is shown again, it asks.
    if (!document.hidden) {
      try {
        const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams({ waiting: "yes" }) });
        if (answer.redirected) return location.assign(answer.url);
        if (answer.status !== 204) return; // nothing is waited for any more; the button says why
      } catch {
        // The console does not answer now; it may later.
      }
    }
    setTimeout(ask, pause);
  };
  setTimeout(ask, pause);
}
