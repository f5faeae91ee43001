/** Whether two states are equal, to the last field. States are small, plain JSON made by one code: text tells. */
export function sameState(left: object, right: object): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
