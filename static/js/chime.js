"use strict";

/*
 * The desk's chimes, made here: three melodies in three voices, none longer than 1.2 seconds.
 *
 * <html data-audio> says "running" while this tab can sound and "suspended" while it cannot: browsers allow it after the
 * first click or key. "desk:audio" on document tells of a change, "desk:rang" of each chime, and <html data-rang> counts
 * them. deskChime.play(melody, voice, volume in percent) returns whether anything is to be heard.
 */
(() => {
  const LOUDEST = 0.35;
  // Notes: half tones above A, seconds after the first.
  const MELODIES = {
    new: [[3, 0], [10, 0.18]],
    reply: [[10, 0], [6, 0.14], [3, 0.28]],
    overdue: [[0, 0], [0, 0.16], [0, 0.32], [-5, 0.6]],
  };
  // Partials: times the note's frequency, loudness. Each note lasts so many seconds and glides to so many times its height.
  const VOICES = {
    bell: { wave: "sine", octave: 2, partials: [[1, 1], [2.76, 0.35], [5.4, 0.12]], lasts: 0.55, glide: 1 },
    wood: { wave: "triangle", octave: 1, partials: [[1, 1], [3.9, 0.3]], lasts: 0.16, glide: 1 },
    drop: { wave: "sine", octave: 1, partials: [[1, 1]], lasts: 0.24, glide: 1.9 },
  };
  const root = document.documentElement;
  const context = new AudioContext();

  const tell = () => {
    const state = context.state === "running" ? "running" : "suspended";
    if (root.dataset.audio === state) return;
    root.dataset.audio = state;
    document.dispatchEvent(new CustomEvent("desk:audio", { detail: state }));
  };

  const strike = ({ wave, octave, partials, lasts, glide }, halfTones, loudness, at) => {
    for (const [times, part] of partials) {
      const height = 220 * 2 ** (octave + halfTones / 12) * times;
      const tone = new OscillatorNode(context, { type: wave, frequency: height });
      const gain = new GainNode(context, { gain: 0 });
      tone.frequency.setValueAtTime(height, at);
      tone.frequency.exponentialRampToValueAtTime(height * glide, at + lasts);
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(loudness * part, at + 0.008);
      gain.gain.exponentialRampToValueAtTime(0.0001, at + lasts);
      tone.connect(gain).connect(context.destination);
      tone.start(at);
      tone.stop(at + lasts);
    }
  };

  const play = (melody, voice, volume) => {
    if (context.state !== "running" || !(volume > 0)) return false;
    const loudness = LOUDEST * (volume / 100) ** 2; // as ears hear it
    for (const [halfTones, after] of MELODIES[melody]) strike(VOICES[voice], halfTones, loudness, context.currentTime + after);
    root.dataset.rang = Number(root.dataset.rang || 0) + 1;
    document.dispatchEvent(new CustomEvent("desk:rang", { detail: melody }));
    return true;
  };

  const unlock = (event) => {
    // What a person's click on the switch of sound means depends on what it says until then.
    const onSwitch = event.type === "keydown" && event.target.closest?.("[data-sound]");
    if (context.state !== "running" && event.key !== "Escape" && !onSwitch) context.resume();
  };

  context.addEventListener("statechange", tell);
  document.addEventListener("click", unlock, true);
  document.addEventListener("keydown", unlock, true);
  globalThis.deskChime = { play };
  tell();
})();
