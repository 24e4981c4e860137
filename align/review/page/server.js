// Requests to the program, one edit after another.

const token = location.hash.slice(1);

async function request(path, body) {
  const response = await fetch(`/api/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'X-Align-Token': token, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, ...await response.json() };
}

export const whole = () => request('review');
export const marks = (pairs) => request('marks', { pairs });
export const changes = (since) => request('changes', { since });

let last = Promise.resolve();

/** Sends an edit once those before it are answered; `body` is asked for only then. */
export function edit(body) {
  const next = last.then(() => request('edit', body()));
  last = next.catch(() => {});
  return next;
}
