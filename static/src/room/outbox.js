/**
 * Text that the server hasn't acknowledged yet, on this device. Keyed by person, attempt and step, so that nobody else's words and no other
 * attempt's ever turn up; an entry goes only when the server has answered with the digest of exactly this text.
 *
 * @typedef {object} Entry
 * @property {string} key
 * @property {string} attempt `person|attempt`
 * @property {string} step
 * @property {string} text
 * @property {string} digest
 * @property {number} base_rev
 * @property {string[]} sent digests that went out and were not answered: one of them may be what the server has
 */

const NAME = "tradeoff-room";
const STORE = "outbox";

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" }).createIndex("attempt", "attempt");
  return result(request);
}

export class Outbox {
  /** @param {string} person @param {string} attempt */
  constructor(person, attempt) {
    this.attempt = `${person}|${attempt}`;
    this.database = open();
    this.database.catch(() => {});
    /** Whether what was put last is on this device; some browsers have no storage in private windows. */
    this.isKeeping = false;
  }

  /** @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => void} work */
  async transact(mode, work) {
    const transaction = (await this.database).transaction(STORE, mode);
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(undefined);
      transaction.onabort = () => reject(transaction.error);
    });
    work(transaction.objectStore(STORE));
    return done;
  }

  /** @param {Omit<Entry, "key" | "attempt">} entry */
  async put(entry) {
    try {
      await this.transact("readwrite", (store) => store.put({ ...entry, key: `${this.attempt}|${entry.step}`, attempt: this.attempt }));
      this.isKeeping = true;
    } catch {
      this.isKeeping = false;
    }
  }

  /**
   * Forget the entry if it still holds the text that was acknowledged; what was typed since stays.
   * @param {string} step @param {string} digest
   */
  async acknowledge(step, digest) {
    const key = `${this.attempt}|${step}`;
    try {
      await this.transact("readwrite", (store) => {
        const request = store.get(key);
        request.onsuccess = () => {
          if (request.result?.digest === digest) store.delete(key);
        };
      });
    } catch {
      // Without storage there is nothing to forget.
    }
  }

  /** @returns {Promise<Entry[]>} */
  async list() {
    try {
      const store = (await this.database).transaction(STORE, "readonly").objectStore(STORE);
      return await result(store.index("attempt").getAll(this.attempt));
    } catch {
      return [];
    }
  }
}
