// Compile-time proof that a schema and a type of the contract describe the same thing. No code at run time.

/** Flattens intersections and mapped types, so that only the described shape is compared. Open maps stay as they are. */
type Plain<T> = T extends readonly unknown[]
  ? { [K in keyof T]: Plain<T[K]> }
  : T extends object
    ? string extends keyof T
      ? T
      : { [K in keyof T]: Plain<T[K]> }
    : T;

type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** True exactly when both have the same fields, optional fields and types all the way down. */
export type Same<A, B> = Identical<Plain<A>, Plain<B>>;

/** Takes only `true`: `type _ = Holds<Same<Static<typeof schema>, Contract>>` fails to compile when they drift. */
export type Holds<T extends true> = T;
