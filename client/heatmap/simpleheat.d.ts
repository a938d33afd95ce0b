// The part of simpleheat 0.4 that heat-canvas uses; the package ships no types.

declare module 'simpleheat' {
  export type Simpleheat = {
    /** [x, y, value] in px of the canvas. */
    data(points: readonly (readonly [number, number, number])[]): Simpleheat;
    max(value: number): Simpleheat;
    /** Solid and blurred part of a spot, px of the canvas. */
    radius(radius: number, blur?: number): Simpleheat;
    gradient(stops: Readonly<Record<string, string>>): Simpleheat;
    /** To be called after the canvas changed its size. */
    resize(): void;
    /** Throws when the canvas has no area. `minOpacity` is the faintest point, 0…1. */
    draw(minOpacity?: number): Simpleheat;
  };
  export default function simpleheat(canvas: HTMLCanvasElement): Simpleheat;
}
