/** A drop or a paste → its files, and how many folders were among them. */

/**
 * Must run within the event: the transfer is emptied afterwards.
 * @param {DataTransfer} transfer
 * @returns {{files: File[], folders: number}}
 */
export function filesOf(transfer) {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  if (items.length === 0) return { files: [...transfer.files], folders: 0 };
  /** @type {File[]} */
  const files = [];
  let folders = 0;
  for (const item of items) {
    const file = item.getAsFile();
    if (item.webkitGetAsEntry?.()?.isDirectory) folders += 1;
    else if (file) files.push(file);
  }
  return { files, folders };
}
