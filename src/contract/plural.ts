// Singular or plural, decided in one place for dashboard, terminal and overlay. English only. Pure.

/** `user` for 1, `users` for all else; `many` where it is not made with an s. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return value === 1 ? one : many;
}
