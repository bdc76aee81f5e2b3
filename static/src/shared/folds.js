/** Opens every fold around the element that the address points to, and shows it: not all browsers do that by themselves. */
export function openTarget() {
  const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  for (let fold = target?.closest("details"); fold; fold = fold.parentElement?.closest("details")) fold.open = true;
  target?.scrollIntoView({ block: "center" });
}
