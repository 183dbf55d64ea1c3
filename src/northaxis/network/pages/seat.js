"use strict";
// The seat's page: gives the terminal (terminal.js) a socket that comes back by itself, says what the line does, and
// puts the keys where they belong. No request leaves for anywhere but the host of this page.
(() => {
  const AWAY = 4000, NEWER = 4001, GONE = 4003, CLOSED = 4004;
  const HOPELESS = 4; // tries without a line before the browser itself is in doubt
  const DOUBT = "Safari, and every browser on an iPhone or iPad, may keep no line to a table with a certificate of " +
    "its own: if this is one, take another device.";
  const Socket = window.WebSocket;
  const base = location.pathname.replace(/\/$/, "");
  const place = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${base}/screen`;
  let shown = false;

  function notice(text, button) {
    const line = document.getElementById("notice");
    line.hidden = !text;
    line.textContent = text;
    shown = Boolean(text);
    if (button) {
      const again = document.createElement("button");
      again.textContent = button;
      again.onclick = () => location.reload();
      line.append(again);
    }
  }

  function focus() {
    const keys = document.querySelector(".xterm-helper-textarea");
    if (keys) keys.focus();
  }

  // The wall is read from afar: as many letters as it needs, as large as the window allows.
  function enlarge(seat) {
    if (!seat.dataset.cells) return;
    const [columns, rows] = seat.dataset.cells.split("x").map(Number);
    const size = Math.min((innerWidth - 20) / (columns * 0.6), (innerHeight - 6) / (rows * 1.17));
    seat.dataset.fontSize = Math.max(12, Math.floor(size));
  }

  // What terminal.js takes for its WebSocket: opens once, never closes, reconnects underneath.
  class Line {
    constructor(address) {
      this.address = address;
      this.heard = { open: [], message: [], close: [] };
      this.size = null;
      this.tries = 0;
      this.connect();
    }

    addEventListener(kind, run) {
      (this.heard[kind] || []).push(run);
    }

    send(text) {
      if (text.startsWith('["resize"')) this.size = text;
      if (this.socket && this.socket.readyState === Socket.OPEN) this.socket.send(text);
    }

    connect() {
      const socket = (this.socket = new Socket(this.address));
      socket.binaryType = "arraybuffer";
      socket.onopen = () => {
        const first = !this.isOpen;
        this.isOpen = true;
        this.tries = 0;
        if (shown) notice("");
        if (first) this.heard.open.forEach((run) => run({}));
        else if (this.size) socket.send(this.size);
        focus();
      };
      socket.onmessage = (event) => this.heard.message.forEach((run) => run(event));
      socket.onclose = (event) => this.lost(event.code);
    }

    lost(code) {
      if (code === NEWER) {
        notice("This seat was opened in another window.", "use it here");
      } else if (code === GONE) {
        notice("This link has been taken back; ask control for another.");
      } else if (code === CLOSED) {
        notice("Control has closed the table. All that was acknowledged is kept.");
      } else {
        this.tries += 1;
        const what = code === AWAY ? "The table is not served just now" : "The line is down";
        const isDoubtful = !this.isOpen && location.protocol === "https:" && this.tries >= HOPELESS;
        notice(`${what}; your seat is kept. Trying again by itself…${isDoubtful ? ` ${DOUBT}` : ""}`);
        setTimeout(() => this.connect(), Math.min(8000, 250 * 2 ** this.tries));
      }
    }
  }

  window.WebSocket = Line;
  document.addEventListener("DOMContentLoaded", () => {
    const seat = document.getElementById("seat");
    seat.dataset.sessionWebsocketUrl = place;
    enlarge(seat);
    document.addEventListener("click", focus);
    window.addEventListener("focus", focus);
  });
  window.addEventListener("load", () => setTimeout(focus, 0));
  window.open = () => null; // nothing on a seat's screen opens another page
})();
