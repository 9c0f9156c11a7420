/* Asks the browser for a passkey and sends what it answers with the form. Without this the page says what works. */
const form = document.querySelector("form[data-passkey]");
const data = document.getElementById("passkey-options");

const say = (trouble) => {
  for (const line of document.querySelectorAll("[data-passkey-trouble]")) {
    line.hidden = line.dataset.passkeyTrouble !== trouble;
  }
};

const troubleOf = (error) => {
  if (error.name === "InvalidStateError") return "known";
  return ["NotAllowedError", "AbortError"].includes(error.name) ? "stopped" : "unable";
};

const ask = async (options) => {
  if (form.dataset.passkey === "create") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.creation_options.publicKey);
    return navigator.credentials.create({ publicKey });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.request_options.publicKey);
  return navigator.credentials.get({ publicKey });
};

const submit = async (event) => {
  event.preventDefault();
  say("");
  try {
    const credential = await ask(JSON.parse(data.textContent));
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch (error) {
    say(troubleOf(error));
  }
};

if (form && data) {
  document.querySelector("[data-passkey-without]").hidden = true;
  if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
    form.hidden = false;
    form.addEventListener("submit", submit);
  } else {
    say("unable");
  }
}
