const NAME = "csrfmiddlewaretoken";

/** Signing in on another tab changes the token; who comes back to a form must be able to send it. */
export function followSignIn() {
  window.addEventListener("focus", () => {
    const token = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1];
    if (!token) return;
    for (const field of document.querySelectorAll(`input[name=${NAME}]`)) field.value = token;
  });
}
