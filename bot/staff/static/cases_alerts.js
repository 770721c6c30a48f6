/** A sound and a notice on the screen when something is new, for those who asked for them in this browser. */

const TONE = { frequency: 660, seconds: 0.25, volume: 0.15 };

/** Set up the two buttons and return what raises the alarm. */
export function startAlerts(place) {
  const buttons = Object.fromEntries([...place.querySelectorAll("[data-alert]")].map((one) => [one.dataset.alert, one]));
  let audio = null;

  buttons.hinweis.hidden = !("Notification" in window);
  for (const [name, button] of Object.entries(buttons)) {
    set(button, read(name) && (name === "ton" || window.Notification?.permission === "granted"));
    button.addEventListener("click", () => toggle(name, button));
  }

  async function toggle(name, button) {
    let isOn = button.getAttribute("aria-pressed") !== "true";
    if (isOn && name === "hinweis") isOn = (await Notification.requestPermission()) === "granted";
    set(button, isOn);
    write(name, isOn);
    if (isOn && name === "ton") beep();
  }

  function beep() {
    audio ??= new AudioContext();
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    tone.frequency.value = TONE.frequency;
    volume.gain.setValueAtTime(TONE.volume, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + TONE.seconds);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + TONE.seconds);
  }

  return (message) => {
    if (buttons.ton.getAttribute("aria-pressed") === "true") beep();
    const isWanted = buttons.hinweis.getAttribute("aria-pressed") === "true" && document.hidden;
    if (isWanted) new Notification("TRegKS-Lotse", { body: message, tag: location.pathname });
  };
}

function set(button, isOn) {
  button.setAttribute("aria-pressed", String(isOn));
}

function read(name) {
  try {
    return localStorage.getItem(`anliegen-${name}`) === "ja";
  } catch {
    return false; // a browser that keeps nothing
  }
}

function write(name, isOn) {
  try {
    localStorage.setItem(`anliegen-${name}`, isOn ? "ja" : "nein");
  } catch {
    // as above
  }
}
