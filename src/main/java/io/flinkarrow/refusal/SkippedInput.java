package io.flinkarrow.refusal;

import java.io.Serializable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log which input a subtask leaves out, but does not fill it: a broken producer may make
 * it much.
 */
public final class SkippedInput implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(SkippedInput.class);

  private final String kind;

  private transient long count;

  /**
   * @param kind what the log calls one of them
   */
  public SkippedInput(String kind) {
    this.kind = kind;
  }

  /** Logs the first, the second, the fourth and so on, with what the failure says. */
  public void log(Exception failure) {
    count++;
    if (isToBeLogged(count)) {
      LOG.warn("Skipped {} number {} of this subtask: {}", kind, count, failure.getMessage());
    }
  }

  /** Of what happens the first, the second, the fourth time and so on. */
  public static boolean isToBeLogged(long count) {
    return Long.bitCount(count) == 1;
  }
}
