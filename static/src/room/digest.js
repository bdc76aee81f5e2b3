import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * SHA-256 of a text in UTF-8, as the server computes it. In script rather than `crypto.subtle`, which a plain http address doesn't have.
 * @param {string} text
 */
export function digestOf(text) {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/**
 * The text as it can be stored: no NUL, no half of a character.
 * @param {string} text
 */
export function cleanText(text) {
  const plain = text.replaceAll("\u0000", "");
  return /[\ud800-\udfff]/.test(plain) ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(utf8ToBytes(plain)) : plain;
}

/** @param {string} text */
export function countWords(text) {
  return text.split(/\s+/).filter(Boolean).length;
}
