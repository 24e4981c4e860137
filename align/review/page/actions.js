// The actions and their keys, by place on the keyboard: they work in a Cyrillic layout too.

export const ACTIONS = [
  { name: 'acceptNext', code: 'Enter', shown: 'Enter', button: true },
  { name: 'accept', code: 'KeyA', shown: 'A', button: true },
  { name: 'next', code: 'KeyN', shown: 'N', button: true },
  { name: 'previous', code: 'KeyN', shift: true, shown: 'Shift+N' },
  { name: 'join', code: 'KeyL', shown: 'L', button: true },
  { name: 'merge', code: 'KeyM', shown: 'M', button: true },
  { name: 'split', code: 'KeyS', shown: 'S', button: true },
  { name: 'moveUp', code: 'ArrowUp', alt: true, shown: 'Alt+↑', button: true },
  { name: 'moveDown', code: 'ArrowDown', alt: true, shown: 'Alt+↓', button: true },
  { name: 'takeOut', code: 'KeyD', shown: 'D', button: true },
  { name: 'unpair', code: 'KeyU', shown: 'U', button: true },
  { name: 'carry', code: 'KeyX', shown: 'X', button: true },
  { name: 'edit', code: 'KeyE', shown: 'E', button: true },
  { name: 'undo', code: 'KeyZ', shown: 'Z', button: true },
  { name: 'redo', code: 'KeyY', shown: 'Y', button: true },
  { name: 'acceptAll', code: 'KeyA', shift: true, shown: 'Shift+A', button: true },
  { name: 'search', code: 'Slash', shown: '/' },
  { name: 'order', code: 'KeyO', shown: 'O' },
  { name: 'help', code: 'KeyH', shown: 'H' },
  { name: 'up', code: 'ArrowUp', shown: '↑' },
  { name: 'down', code: 'ArrowDown', shown: '↓' },
  { name: 'left', code: 'ArrowLeft', shown: '←' },
  { name: 'right', code: 'ArrowRight', shown: '→' },
];

/** The action that a key press asks for, if any. */
export function actionOf(event) {
  if (event.metaKey || event.ctrlKey) {
    if (event.code === 'KeyZ') return event.shiftKey ? 'redo' : 'undo';
    if (event.code === 'KeyY') return 'redo';
    if (event.code === 'KeyF') return 'search';
    return undefined;
  }
  return ACTIONS.find((one) => one.code === event.code
    && Boolean(one.alt) === event.altKey && Boolean(one.shift) === event.shiftKey)?.name;
}
