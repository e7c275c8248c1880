/** What the server sends to the page's scripts, and what they keep. Written for the type check. */

/** Status letters and color classes, from the constants the server itself draws with. */
export interface Marks {
  valueless: string;
  hidden: string;
  uncertain: string;
  missing: string;
  plain: string;
  steps: number;
  names: { hidden: string; missing: string; uncertain: string };
}

/** One indicator in one geography: a row for each area, a column for each period. */
export interface Frame {
  periods: [string, string][];
  areas: string[];
  values: (number | null)[][];
  statuses: string[];
  classes: number[];
  period_classes: number[][];
  /** How far the true count of a noisy figure may lie from it, an area; absent or empty elsewhere. */
  margins?: number[];
}

/** A frame as it travels; `places` is null where its values travel as they are. */
export interface PackedFrame {
  frame: Frame;
  places: number | null;
  steps: number[][];
}

export interface Cell {
  value: number | null;
  code: string;
  margin?: number;
}

/** What the map is painted from. */
export interface Painting {
  frame: Frame;
  position: number;
  ramp: string;
  within: boolean;
  geography: string;
  isShared: boolean;
}

export interface Shapes {
  width: number;
  height: number;
  paths: Record<string, string>;
  outline: string;
  centers: Record<string, [number, number]>;
}

export type Query = Record<string, string>;
export type Areas = Record<string, [string, string, string[]]>;

export interface View {
  path: string;
  query: Query;
  window: string;
}

/** A view of the map, as `components/map_view.py` writes it. */
export interface MapView extends View {
  frame: string;
  frameName: string;
  shapes: string;
  index: string;
  areas: string;
  mark: string;
  title: string;
  geography: string;
  box: number[];
  position: number;
  latest: number;
  layout: string;
  layouts: string[];
  together: Record<string, [(number | null)[], string]>;
  pinned: boolean;
  selected: string[];
  ramp: string;
  ramps: Record<string, string>;
  within: boolean;
  marks: Marks;
  statuses: Record<string, string>;
  number: { decimals: number; pattern: string; one: string; signed: boolean };
  words: {
    map: string;
    before: string;
    keys: string;
    trace: string;
    traced: string;
    edge: string;
    chosen: string;
    left: string;
    nowhere: string;
    unknown: string;
    pending: string;
  };
  controls: Record<string, Record<string, unknown>>;
}

export interface Point {
  x: number;
  y: number;
}

/** What a chart says: its periods, and each line's words in every one of them. */
export interface Reading {
  periods: string[];
  lines: { name: string; style: string; words: string[] }[];
}

declare global {
  /* What our selectors find is HTML unless the script says otherwise. */
  interface ParentNode {
    querySelectorAll(selectors: "details"): NodeListOf<HTMLDetailsElement>;
    querySelector<E extends Element = HTMLElement>(selectors: string): E | null;
    querySelectorAll<E extends Element = HTMLElement>(selectors: string): NodeListOf<E>;
  }
  interface Element {
    closest<E extends Element = HTMLElement>(selectors: string): E | null;
  }
  interface Window {
    dash_clientside: any;
    recovery_controls: any;
    React: any;
  }
}

/** A place with its names as typed text is spelled; `used` says its place among those so called. */
export interface RankedPlace {
  id: string;
  name: string;
  kind: string;
  where: string;
  borough: string;
  page: boolean;
  own: string[];
  used: Record<string, number>;
  others: string[];
}

/** What the server ranks by: words that are the same, endings of addresses, names of boroughs. */
export interface Rules {
  same_word: Record<string, string>;
  state: string[];
  boroughs: [string, string][];
}
