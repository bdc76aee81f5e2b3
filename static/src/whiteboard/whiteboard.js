/**
 * The whiteboard itself: Excalidraw, and what our pages want of it. This is a bundle of its own, asked for when somebody opens a board.
 */
import { CaptureUpdateAction, convertToExcalidrawElements, Excalidraw, hashElementsVersion, restoreElements } from "@excalidraw/excalidraw";
import { createElement } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";

const WIDTH = 160;
const HEIGHT = 64;
const GAP_X = 220;
const GAP_Y = 120;
const COLUMNS = 4;
const INK = "#14201b";
const PEN = "#1f44c4";
const FACE = 6; // Nunito: the calmest of those that the library knows
const STORES = new Set(["sql", "key-value", "blob", "search-index", "vector-index", "cache", "database"]);
const MODELS = new Set(["gpu", "model"]);
const ACTIONS = {
  changeViewBackgroundColor: false,
  clearCanvas: true,
  export: false,
  loadScene: false,
  saveAsImage: false,
  saveToActiveFile: false,
  toggleTheme: false,
};

/** @param {string} text @returns {any[]} the elements of a stored scene; none of what isn't one */
function parse(text) {
  try {
    const { elements } = JSON.parse(text);
    return Array.isArray(elements) ? elements : [];
  } catch {
    return [];
  }
}

/** @param {readonly any[]} elements */
function serialize(elements) {
  const kept = elements.filter((element) => !element.isDeleted);
  return kept.length === 0 ? "" : JSON.stringify({ type: "excalidraw", version: 2, elements: kept });
}

/** @param {string} kind @param {string} label @param {number} x @param {number} y */
function makeStencil(kind, label, x, y) {
  const isModel = MODELS.has(kind);
  const skeleton = {
    type: kind === "client" ? "ellipse" : "rectangle",
    x,
    y,
    width: WIDTH,
    height: HEIGHT,
    strokeColor: isModel ? PEN : INK,
    backgroundColor: isModel ? "#e4eafb" : STORES.has(kind) ? "#edf2e8" : "#ffffff",
    fillStyle: "solid",
    strokeWidth: 1,
    strokeStyle: kind === "monitoring" ? "dashed" : "solid",
    roughness: 0,
    customData: { kind },
    label: { text: label, fontSize: 16, fontFamily: FACE, strokeColor: isModel ? PEN : INK },
  };
  return convertToExcalidrawElements([/** @type {any} */ (skeleton)]);
}

/**
 * @typedef {object} Board
 * @property {(text: string) => void} load shows another scene
 * @property {(isLocked: boolean) => void} lock
 * @property {(isDark: boolean) => void} dress
 * @property {(kind: string, label: string) => void} add puts a stencil where there is room
 */

/**
 * Opens a board. What the candidate does to it is told as the scene's JSON, empty when nothing is left; looking at it is no change.
 * @param {HTMLElement} place
 * @param {{ text: string, isDark: boolean, isLocked: boolean, changed: (text: string) => void }} options
 * @returns {Promise<Board>} once it can be drawn on
 */
export function openBoard(place, { text, isDark, isLocked, changed }) {
  const root = createRoot(place);
  const look = { isDark, isLocked };
  let version = -1;
  let isTouched = false;
  for (const event of ["pointerdown", "keydown", "paste", "drop", "cut"]) {
    place.addEventListener(event, () => (isTouched = true), { capture: true });
  }

  /** @param {readonly any[]} elements */
  function heard(elements) {
    const now = hashElementsVersion(elements);
    if (now === version) return;
    version = now;
    if (isTouched) changed(serialize(elements));
  }

  return new Promise((resolve) => {
    /** @param {any} api */
    function begin(api) {
      // The room's panes scroll and fold around the board; where it stands is measured anew before each stroke.
      const measure = () => flushSync(() => api.refresh());
      document.addEventListener("scroll", () => api.refresh(), { capture: true, passive: true });
      window.addEventListener("pointerdown", ({ target }) => place.contains(/** @type {Node} */ (target)) && measure(), { capture: true });
      resolve({
        load(fresh) {
          isTouched = false;
          const elements = restoreElements(parse(fresh), null, { repairBindings: true });
          api.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER });
        },
        lock(isLocked) {
          if (look.isLocked === isLocked) return;
          look.isLocked = isLocked;
          draw();
        },
        dress(isDark) {
          if (look.isDark === isDark) return;
          look.isDark = isDark;
          draw();
        },
        add(kind, label) {
          if (look.isLocked) return;
          isTouched = true;
          const { x, y } = findRoom(api);
          const stencil = makeStencil(kind, label, x, y);
          api.updateScene({
            elements: [...api.getSceneElements(), ...stencil],
            appState: { selectedElementIds: { [stencil[0].id]: true } },
            captureUpdate: CaptureUpdateAction.IMMEDIATELY,
          });
        },
      });
    }

    function draw() {
      root.render(
        createElement(Excalidraw, {
          excalidrawAPI: begin,
          initialData: {
            elements: parse(text),
            appState: {
              currentItemFontFamily: FACE,
              currentItemFontSize: 16,
              currentItemRoughness: 0,
              currentItemStrokeWidth: 1,
              currentItemStrokeColor: INK,
              currentItemRoundness: "sharp",
              viewBackgroundColor: "#edf2e8",
            },
            scrollToContent: true,
          },
          onChange: heard,
          theme: look.isDark ? "dark" : "light",
          viewModeEnabled: look.isLocked,
          gridModeEnabled: true,
          langCode: "en",
          aiEnabled: false,
          UIOptions: { canvasActions: ACTIONS, tools: { image: false }, welcomeScreen: false },
          validateEmbeddable: false,
        }),
      );
    }
    draw();
  });
}

/** A free place in what is seen of the board, from its upper left; below everything where there is none. @param {any} api */
function findRoom(api) {
  const { scrollX, scrollY, width, height, zoom } = api.getAppState();
  const left = -scrollX + (width / zoom.value) * 0.28;
  const top = -scrollY + Math.min(96, height / zoom.value / 4);
  const taken = api.getSceneElements();
  for (let number = 0; number < 400; number += 1) {
    const x = left + (number % COLUMNS) * GAP_X;
    const y = top + Math.floor(number / COLUMNS) * GAP_Y;
    const isFree = taken.every(
      (/** @type {any} */ one) =>
        one.x > x + WIDTH + 16 || one.x + one.width < x - 16 || one.y > y + HEIGHT + 16 || one.y + one.height < y - 16,
    );
    if (isFree) return { x, y };
  }
  return { x: left, y: top };
}
