// Requests: one in flight for each purpose; of those that come meanwhile, the latest is made when it is done.

import { words } from "./words.js";

const channels = new Map();
const listeners = { problem: () => {} };

export function onProblem(listener) {
  listeners.problem = listener;
}

export async function get(path, options = {}) {
  let answer;
  try {
    answer = await fetch(`/api/${path}`, options);
  } catch {
    throw Object.assign(new Error(words.gone), { isGone: true });
  }
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error ?? answer.statusText);
  return answer;
}

export const getJson = async (path) => (await get(path)).json();

// Run `work` for a purpose, now or when its forerunner is done; `then` takes what it gives.
export function latest(purpose, work, then) {
  const channel = channels.get(purpose) ?? { busy: false, next: null };
  channels.set(purpose, channel);
  if (channel.busy) {
    channel.next = [work, then];
    return;
  }
  channel.busy = true;
  work()
    .then((found) => (listeners.problem("", purpose), then(found)))
    .catch((error) => {
      listeners.problem(error.message, purpose);
      if (error.isGone && !channel.next) setTimeout(() => latest(purpose, work, then), 1500);
    })
    .finally(() => {
      channel.busy = false;
      if (channel.next) {
        const [again, after] = channel.next;
        channel.next = null;
        latest(purpose, again, after);
      }
    });
}
