package io.flinkarrow.sink;

/** What a sink does with elements that its files cannot take. Whichever it is, they are counted. */
public enum RefusedElements {
  /** The job ends and says why; no restart strategy is asked. */
  FAIL,
  /**
   * The element is left out. All of it is looked at before any of it is written, which costs as
   * much as reading it once more.
   */
  SKIP
}
