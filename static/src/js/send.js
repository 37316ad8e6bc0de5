import htmx from "htmx.org";

const nothing = () => {};

/** Posts a recording to the API. Answers "" when it was `taken`, else the sentence that says why not. */
export function sendSample(url, fields, failed, taken = nothing, sent = nothing) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value) body.append(name, ...[value].flat());
  // fetch cannot tell how much was sent, so this is an XMLHttpRequest.
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (told) => sent(Math.floor((100 * told.loaded) / told.total)));
  request.open("POST", url);
  request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  request.setRequestHeader("Accept-Language", document.documentElement.lang);
  request.responseType = "json";
  return new Promise((resolve) => {
    request.addEventListener("load", () => {
      if (request.status !== 201) return resolve(sentence(request.response, failed));
      taken(request.response);
      return resolve("");
    });
    request.addEventListener("error", () => resolve(failed));
    request.send(body);
  });
}

function sentence(problem, failed) {
  const [first] = Object.values(problem?.errors ?? {});
  return first?.[0]?.detail ?? problem?.detail ?? failed;
}

/** The list of recordings is drawn anew by the server. */
export function showSamples() {
  htmx.trigger("#samples", "changed");
}
