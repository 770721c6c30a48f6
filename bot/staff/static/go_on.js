// Go on with a long import by itself; without this script the button does it.
const form = document.querySelector("form[data-go-on]");
form?.requestSubmit(form.querySelector("button"));
